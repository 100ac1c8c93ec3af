// SPDX-License-Identifier: Apache-2.0
/**
 * Wasm programs without the threads that run them. {@link org.wsh.process.wasm.WasmSettings} with {@link org.wsh.process.wasm.MissingCalls}: how they are run;
 * {@link org.wsh.process.wasm.WasmImage}: one, and its instances; {@link org.wsh.process.wasm.ImageCache}: those that are in use. {@link org.wsh.process.wasm.Checkpoints},
 * {@link org.wsh.process.wasm.Contexts}, {@link org.wsh.process.wasm.EnvironmentLoan}, together {@link org.wsh.process.wasm.GuestStacks}: captured stacks that a thread keeps.
 *
 * <p>Locks: {@code ImageCache.entries}; no other is taken under it, but for those of the kernel.
 */
package org.wsh.process.wasm;

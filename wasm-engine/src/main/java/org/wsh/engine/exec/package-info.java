// SPDX-License-Identifier: Apache-2.0
/**
 * The interpreter, for what is not compiled: bodies too large for a JVM method, and frames that were captured and go on.
 *
 * <p>Bottom up: {@code OwnOpcode}; {@code Body}, a function as words, with its {@code Handlers} and {@code Sites} (where a frame can be taken); who makes it: {@code PlainWords}, {@code GcWords},
 * {@code SimdWords}, {@code Block}, {@code TryDecoder}, {@code BodyDecoder}; who runs one instruction: {@code Numbers}, {@code MemoryAccess}, {@code Atomics}, {@code Simd}, {@code Gc}, {@code Rare};
 * {@link org.wsh.engine.exec.Interpreter}, a frame and its loop; {@code LoopEntry}, from which compiled code takes a hot loop over; {@code FrameData}, an interpreter's frame as data and back.
 */
package org.wsh.engine.exec;

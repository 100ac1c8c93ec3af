// SPDX-License-Identifier: Apache-2.0
/**
 * What a module is while it runs: the spec's chapter "Execution" but for the instructions' own order, which is compiled code's or the interpreter's ({@code exec}). Both of these work
 * on what is here, so a function may go from one to the other at any call.
 *
 * <p>Bottom up:
 * <ul>
 * <li>who is outside: {@link org.wsh.engine.runtime.Ledger} (memory), {@link org.wsh.engine.runtime.Poller} (time), {@link org.wsh.engine.runtime.Waiter} (sleep),
 * {@link org.wsh.engine.runtime.Watch} (trace), {@link org.wsh.engine.runtime.Imports};
 * <li>what fails: {@link org.wsh.engine.runtime.Trap} (the guest's mistake), {@link org.wsh.engine.runtime.WasmException} (its exception), {@link org.wsh.engine.runtime.LinkError},
 * {@link org.wsh.engine.runtime.MemoryFault} (the host was given a bad address);
 * <li>what there is: {@link org.wsh.engine.runtime.LinearMemory}, {@link org.wsh.engine.runtime.Table}, {@link org.wsh.engine.runtime.Global}, {@link org.wsh.engine.runtime.Tag},
 * {@link org.wsh.engine.runtime.Struct} and {@link org.wsh.engine.runtime.Array} with the {@link org.wsh.engine.runtime.Heap} that charges them, {@link org.wsh.engine.runtime.V128};
 * <li>instructions as static methods for generated code: {@code NumericInstructions}, {@code BulkInstructions}, {@code AtomicInstructions}, {@code GcInstructions} and the like;
 * <li>{@link org.wsh.engine.runtime.Code} and {@link org.wsh.engine.runtime.FunctionRef}, {@link org.wsh.engine.runtime.CodeLibrary} (who has the code), {@code Instantiation},
 * {@link org.wsh.engine.runtime.Instance};
 * <li>the stack as data: {@link org.wsh.engine.runtime.StackCapture}, {@link org.wsh.engine.runtime.CapturedStack}, {@link org.wsh.engine.runtime.Resumption},
 * {@link org.wsh.engine.runtime.InstanceCopy}; and as text: {@link org.wsh.engine.runtime.Backtrace}.
 * </ul>
 *
 * <p>It uses {@code syntax}, {@code binary}, {@code link}, {@code debug} (source lines) and {@code host} (memory off the heap), and knows neither the compiler nor the interpreter but
 * through {@code CodeLibrary} and by the names of their frames in stack traces.
 *
 * <p>Many members are public only because generated code, which lives in packages of its own, names them ({@code Names} in {@code compile}): an embedder needs the types linked above and
 * no field. Who renames one of them, or changes what it takes, makes code that was kept useless and must count {@code CompiledLibrary.VERSION} up.
 *
 * <p>What a guest makes grow is reserved in its ledger before it is allocated. An instance belongs to one thread at a time; what threads of a guest share (a shared memory, its
 * {@code Sleepers}) says how it is guarded.
 */
package org.wsh.engine.runtime;

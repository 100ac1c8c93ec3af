// SPDX-License-Identifier: Apache-2.0
/**
 * The engine's front door. Bottom up: {@code host} (what lies below the JVM), {@code syntax} (types, opcodes, errors), {@code binary} (decoder), {@code valid} (validator),
 * {@code debug} (source lines), {@code link} (what a host offers), {@code runtime} (instance, memory, table, trap), {@code exec} (interpreter), {@code compile} (to JVM bytecode),
 * {@code store} (code kept on disk), and here {@link org.wsh.engine.Module}, {@link org.wsh.engine.Image} and, for a build, {@link org.wsh.engine.Ahead}.
 *
 * {@snippet :
 * Module module = Module.parse(bytes, Limits.DEFAULT);                  // MalformedModule, InvalidModule
 * Image image = Image.of(module, ImageOptions.DEFAULT, binding);        // shared by all instances; compiles lazily
 * try (Instance instance = image.instantiate(Imports.NONE,              // LinkError names all missing imports
 *         InstanceOptions.DEFAULT.withHost(process).withLedger(ledger).withPoller(poller, 1_000_000))) {
 *     instance.function("_start").callVoid();                           // Trap
 *     int sum = (int) instance.function("add").call(1, 2)[0];
 *     instance.memory().setI32(1024, sum);                              // MemoryFault
 * }
 * }
 *
 * <p>A host function is {@code public static int fd_write(Instance i, int fd, int iovs, int n, int out)} in an exported package, found by an
 * {@link org.wsh.engine.link.ImportBinding} as {@code new HostFunction(Fd.class, "fd_write", new Failure(ErrnoException.class, Wasi.class, "errno"))}, where
 * {@code public static int errno(Instance i, ErrnoException e, int importIndex)} makes the result. {@code i.host()} is the embedder's object.
 *
 * <p>Captures: a host function throws a {@link org.wsh.engine.runtime.StackCapture}; the guest's frames add themselves; who called into the guest gets a
 * {@link org.wsh.engine.runtime.CapturedStack}, which goes on, in the instance or in an {@link org.wsh.engine.runtime.InstanceCopy}.
 *
 * <p>Threads: Module, Image and what they hold are immutable or safe for concurrent use. Instance, its memory, tables, globals and functions belong to one thread at a
 * time. Lock order: there is only the class loading lock of an image.
 */
package org.wsh.engine;

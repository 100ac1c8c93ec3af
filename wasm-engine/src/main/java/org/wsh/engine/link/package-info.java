// SPDX-License-Identifier: Apache-2.0
/**
 * What an embedder gives to an image: the small interfaces that the engine declares and the floors above implement.
 *
 * <p>{@link org.wsh.engine.link.ImportBinding} finds {@link org.wsh.engine.link.HostFunction}s, which become constants of the code, and says by
 * {@link org.wsh.engine.link.Capturing} what each may do to the stack; {@link org.wsh.engine.link.ImageOptions} says how code is made;
 * {@link org.wsh.engine.link.CodeSource} and {@link org.wsh.engine.link.CodeStore} have code that was made before.
 *
 * <p>It uses {@code syntax}, for the types of functions, and {@code host}, which tells what suits the JVM. What an embedder gives is trusted: it runs with the rights of the JVM. It may be
 * asked by several threads at once.
 */
package org.wsh.engine.link;

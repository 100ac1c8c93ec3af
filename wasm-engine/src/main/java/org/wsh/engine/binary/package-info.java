// SPDX-License-Identifier: Apache-2.0
/**
 * Decoding: the spec's chapter "Binary Format". It uses {@code syntax} only.
 *
 * <p>{@link org.wsh.engine.binary.ByteReader} reads small values; {@link org.wsh.engine.binary.ValueTypes}, {@code TypeSections}, {@code RecursionGroups}, {@code ImportSections} and
 * {@code SegmentSections} read sections; {@link org.wsh.engine.binary.ModuleDecoder} reads a module and gives {@link org.wsh.engine.syntax.Declarations}. Bodies are not decoded into
 * anything: every later pass (validator, compiler, interpreter) reads their bytes again, with {@link org.wsh.engine.binary.Immediates} and its like for what it steps over.
 *
 * <p>The bytes are a stranger's. A count is believed only as far as there are bytes left for it, nothing recurses, and every fault is a
 * {@link org.wsh.engine.syntax.MalformedModule} (or {@link org.wsh.engine.syntax.InvalidModule}, where a limit is exceeded).
 */
package org.wsh.engine.binary;

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.debug;

/** A place in a source file, as the compiler named it. */
public record SourceLine(String file, int line) {}

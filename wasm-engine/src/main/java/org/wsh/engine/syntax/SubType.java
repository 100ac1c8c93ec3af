// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/**
 * A type as the type section writes it, one of a recursion group.
 *
 * @param supertype the canonical index of the declared supertype (within the group still its index), or -1
 */
public record SubType(boolean isFinal, int supertype, CompositeType composite) {}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/**
 * How much a module may declare before it is refused, as an {@link InvalidModule}. The defaults are those that the browsers agreed on (the JavaScript API's implementation limits), except
 * where a JVM cannot. A body has at most 50,000 locals, whatever is said here.
 *
 * @param moduleBytes of the whole module
 * @param functions   defined ones, and as many imported ones as {@code imports} allows
 * @param tables      of tables, and as many tags
 * @param segments    of element segments, and as many data segments
 * @param bodyBytes   of one function's body
 * @param parameters  of one function type
 * @param results     of one function type
 */
public record Limits(int moduleBytes, int types, int functions, int imports, int exports, int globals,
                     int tables, int memories, int segments, int bodyBytes, int parameters, int results) {
    public static final Limits DEFAULT = new Limits(Integer.MAX_VALUE - 8, 1_000_000, 1_000_000, 1_000_000, 1_000_000,
            1_000_000, 100_000, 100, 100_000, 7_654_321, 1_000, 1_000);
}

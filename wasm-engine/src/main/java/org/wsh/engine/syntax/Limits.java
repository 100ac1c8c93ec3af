// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/**
 * How much a module may declare before it is refused. The defaults are those that the browsers agreed on
 * (the JavaScript API's implementation limits), except where a JVM cannot.
 */
public record Limits(int moduleBytes, int types, int functions, int imports, int exports, int globals,
                     int tables, int memories, int segments, int bodyBytes, int locals, int parameters, int results) {
    public static final Limits DEFAULT = new Limits(Integer.MAX_VALUE - 8, 1_000_000, 1_000_000, 1_000_000, 1_000_000,
            1_000_000, 100_000, 100, 100_000, 7_654_321, 50_000, 1_000, 1_000);
}

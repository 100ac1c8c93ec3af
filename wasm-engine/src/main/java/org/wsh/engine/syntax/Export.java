// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** Something a module offers; {@code index} is in the index space of its kind. */
public record Export(String name, ExternKind kind, int index, ExternType type) {
    private static final int LONGEST = 200;

    /** A name as messages show it. */
    public static String abbreviated(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "… (" + name.length() + " characters)";
    }
}

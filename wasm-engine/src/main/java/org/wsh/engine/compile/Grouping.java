// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import org.wsh.engine.syntax.Declarations;

/**
 * Which functions share a generated class, and so are compiled together. A class costs the JVM some 50 µs and 3 KB, a function that is never called costs its compilation:
 * small neighbours share, others stand alone.
 */
final class Grouping {
    private static final int GROUP_BYTES = 1536;
    private static final int GROUP_FUNCTIONS = 24;
    private static final int IMPORTS = 64;

    private final int imported;
    private final int[] groupOf;        // by defined function
    private final int[] firstOf;        // by group, with one more at the end

    Grouping(Declarations module) {
        imported = module.importedFunctions();
        int[] starts = module.bodyStarts(), ends = module.bodyEnds();
        groupOf = new int[starts.length];
        var first = new int[starts.length + 1];
        int group = -1, bytes = 0;
        for (int i = 0; i < starts.length; i++) {
            int size = ends[i] - starts[i];
            if (group < 0 || bytes + size > GROUP_BYTES || i - first[group] >= GROUP_FUNCTIONS) {
                first[++group] = i;
                bytes = 0;
            }
            bytes += size;
            groupOf[i] = group;
        }
        first[group + 1] = starts.length;
        firstOf = java.util.Arrays.copyOf(first, group + 2);
    }

    int of(int function) {
        return groupOf[function - imported];
    }

    int ofImport(int function) {
        return function / IMPORTS;
    }

    int count() {
        return firstOf.length - 1;
    }

    int importGroups() {
        return (imported + IMPORTS - 1) / IMPORTS;
    }

    /** The first function of a group; the next group's first ends it. */
    int first(int group) {
        return imported + firstOf[group];
    }

    int firstImport(int group) {
        return Math.min(group * IMPORTS, imported);
    }
}

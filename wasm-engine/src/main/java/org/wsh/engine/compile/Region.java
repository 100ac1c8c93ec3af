// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wsh.engine.compile.BodyShape.Block;
import org.wsh.engine.syntax.Opcode;

/**
 * A part of a body that becomes a JVM method of its own: some statements of one list, one after another. It is entered at its start, or at a label in it: the end of a
 * dissolved block that began before it. It leaves by its end or by a branch, and returns which: 0, or 1 + the index of {@link #exits}.
 */
final class Region {
    /** Positions in the module, and events of the shape, between which it lies. */
    final int start, end, firstEvent, lastEvent;
    /** Whether its end can be reached from within. */
    final boolean fallsThrough;
    final List<Region> children = new ArrayList<>(0);
    String method;
    boolean heavy;
    /** Whether it is a loop on its own. */
    boolean alone;
    /** How many handlers of the older form it is in, each of which keeps what it caught. */
    int handlers;

    /** The blocks around its start, outermost first; the function is the first. */
    Block[] around;
    /** How many of them, the innermost, end in it: its labels, entry i being that at the end of {@code around[around.length - i]}. */
    int entries;
    /** Blocks that begin in it and end after it. */
    Block[] left;
    /** What stands for the function's start among the exits: a tail call of the function itself. */
    static final int RESTART = -2;
    /** Where branches out of it go. */
    Block[] exits;
    private final Map<Integer, Integer> exitNumbers = new HashMap<>();

    /** Locals whose values it is given, and hands back. */
    int[] inputs, outputs;
    /** Locals that occur in it. */
    int[] mentioned;

    Region(int start, int end, int firstEvent, int lastEvent, boolean fallsThrough) {
        this.start = start;
        this.end = end;
        this.firstEvent = firstEvent;
        this.lastEvent = lastEvent;
        this.fallsThrough = fallsThrough;
    }

    void exits(Collection<Block> blocks) {
        exits = blocks.toArray(new Block[0]);
        for (int i = 0; i < exits.length; i++) {
            exitNumbers.put(exits[i].openAt, i + 1);
        }
    }

    /** Whether its outputs are wanted also where an exception leaves it. */
    boolean isInTry() {
        for (Block block : around) {
            if (block.opcode == Opcode.TRY || block.opcode == Opcode.TRY_TABLE) {
                return true;
            }
        }
        return false;
    }

    boolean contains(Region other) {
        return start <= other.start && other.end <= end;
    }

    /** Whether a branch to that block's label stays inside. */
    boolean hasLabel(Block block) {
        return block.opcode == Opcode.LOOP ? block.openAt >= start : block.openAt >= 0 && block.closeAt < end;
    }

    /** What the method returns for a branch to the block that begins at {@code openAt}; 0 if there is none. */
    int exit(int openAt) {
        return exitNumbers.getOrDefault(openAt, 0);
    }

    int levels() {
        int most = 0;
        for (var child : children) {
            most = Math.max(most, child.levels());
        }
        return most + 1;
    }
}

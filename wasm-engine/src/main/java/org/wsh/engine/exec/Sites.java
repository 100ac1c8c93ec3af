// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import java.util.Arrays;

/**
 * Where in a body a frame can be captured: at its calls, and at its loops' heads, where it polls. Each is known by its offset in the body, as all tiers have it, and by its position in the
 * interpreter's code; both ascend. (A loop's head and its first instruction may share the latter.)
 */
final class Sites {
    private static final int OFFSET = 0, PC = 1, NEXT = 2, HEIGHT = 3, WORDS = 4;

    private int[] words = new int[32];
    private int length;

    /** @param height of the operands that stay below the call's arguments, or that a loop's head has */
    void add(int offset, int pc, int next, int height) {
        if (length == words.length) {
            words = Arrays.copyOf(words, length * 2);
        }
        words[length + OFFSET] = offset;
        words[length + PC] = pc;
        words[length + NEXT] = next;
        words[length + HEIGHT] = height;
        length += WORDS;
    }

    /** The site at an offset, as the methods below take it. */
    int atOffset(int offset) {
        return find(OFFSET, offset, false);
    }

    /** The call at a position, or a loop's head: those come first, and which of several is the same to the interpreter. */
    int at(int pc, boolean head) {
        int site = find(PC, pc, !head);
        if (isHead(site) != head) {
            throw missing(pc);
        }
        return site;
    }

    private int find(int word, int value, boolean last) {
        int low = 0, high = length / WORDS;         // the first (or last) that has the value is in [low, high)
        while (low < high) {
            int middle = low + high >>> 1;
            int found = words[middle * WORDS + word];
            if (found < value || last && found == value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int site = (last ? low - 1 : low) * WORDS;
        if (site < 0 || site >= length || words[site + word] != value) {
            throw missing(value);
        }
        return site;
    }

    private static IllegalStateException missing(int at) {
        return new IllegalStateException("no frame can be captured at " + at);
    }

    boolean isHead(int site) {
        return words[site + PC] == words[site + NEXT];
    }

    int offset(int site) {
        return words[site + OFFSET];
    }

    int pc(int site) {
        return words[site + PC];
    }

    /** Where it goes on. */
    int next(int site) {
        return words[site + NEXT];
    }

    int height(int site) {
        return words[site + HEIGHT];
    }
}

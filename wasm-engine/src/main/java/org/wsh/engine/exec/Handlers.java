// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Where a body's exceptions go, by position: stretches in ascending order, each up to the next. */
final class Handlers {
    /** Words of a stretch: where it starts, its handler (or {@link #OUT}), height of the operands there, where the exception is kept. */
    static final int START = 0, TARGET = 1, HEIGHT = 2, SLOT = 3, WORDS = 4;
    static final int OUT = -1;

    /** A try while its body is decoded. Where its exceptions go is only known when all have ended. */
    static final class Region {
        private final Region outer;
        private final int from;
        private int to;
        private int target = OUT;
        private int height, slot;
        private Region forward;

        Region(Region outer, int from) {
            this.outer = outer;
            this.from = from;
            this.forward = outer;
        }

        Region outer() {
            return outer;
        }

        void end(int position) {
            to = position;
        }

        void handler(int newTarget, int newHeight, int newSlot) {
            target = newTarget;
            height = newHeight;
            slot = newSlot;
        }

        /** Exceptions go to {@code region}, passing over those between; null: out of the function. */
        void delegate(Region region) {
            forward = region;
        }

        /** The region that handles them, or null. Long chains are walked once. */
        private static Region landing(Region region) {
            Region found = region;
            while (found != null && found.target == OUT) {
                found = found.forward;
            }
            for (Region r = region; r != found; ) {
                Region next = r.forward;
                r.forward = found;
                r = next;
            }
            return found;
        }
    }

    private int[] words = new int[64];
    private int length;

    private Handlers() {}

    /** @param ended in the order in which they ended */
    static int[] table(List<Region> ended) {
        var regions = new ArrayList<Region>();
        for (var region : ended.reversed()) {
            if (region.from < region.to) {
                regions.add(region);
            }
        }
        regions.sort(Comparator.comparingInt(r -> r.from));     // stable: of two that start together the outer one, which ends last, is first
        var handlers = new Handlers();
        var open = new ArrayList<Region>();
        for (var region : regions) {
            handlers.close(open, region.from);
            handlers.stretch(region.from, region);
            open.add(region);
        }
        handlers.close(open, Integer.MAX_VALUE);
        return Arrays.copyOf(handlers.words, handlers.length);
    }

    private void close(ArrayList<Region> open, int until) {
        while (!open.isEmpty() && open.getLast().to <= until) {
            Region closed = open.removeLast();
            stretch(closed.to, open.isEmpty() ? null : open.getLast());
        }
    }

    private void stretch(int start, Region region) {
        Region landing = Region.landing(region);
        if (length > 0 && words[length - WORDS] == start) {
            length -= WORDS;
        }
        if (length + WORDS > words.length) {
            words = Arrays.copyOf(words, length * 2);
        }
        words[length + START] = start;
        words[length + TARGET] = landing == null ? OUT : landing.target;
        words[length + HEIGHT] = landing == null ? 0 : landing.height;
        words[length + SLOT] = landing == null ? 0 : landing.slot;
        length += WORDS;
    }

    /** The stretch with the handler for an exception at {@code position}, or -1. */
    static int find(int[] table, int position) {
        int low = 0, high = table.length / WORDS;       // the last that doesn't start after it is in [low, high)
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (table[middle * WORDS] <= position) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high == 0 || table[low * WORDS] > position || table[low * WORDS + TARGET] == OUT ? -1 : low * WORDS;
    }
}

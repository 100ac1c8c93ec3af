// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.IF;
import static org.wsh.engine.syntax.Opcode.LOOP;
import static org.wsh.engine.syntax.Opcode.TRY;
import static org.wsh.engine.syntax.Opcode.TRY_TABLE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wsh.engine.compile.BodyShape.Block;

/**
 * Which locals a region must be given and hands back: those that occur in it and may be read before they are set, seen from its start and its labels, or from where it leaves to.
 * Backwards over the body until the loops agree. Where that would take too much time or memory, all that occur count.
 */
final class Liveness {
    private static final int MOST_PASSES = 12;
    private static final long MOST_WORDS = 4 << 20, MOST_HELD = 4 << 20;

    private final BodyShape shape;
    private final int words;
    private final long[][] labels, heads, after, elses;
    private final Map<Integer, List<Region>> starting = new HashMap<>(), ending = new HashMap<>();
    private final Map<Region, long[]> in = new HashMap<>(), out = new HashMap<>();
    /** Regions with a label at the end of that block. */
    private final Map<Integer, List<Region>> entered = new HashMap<>();
    /** By try: what is live at its handlers. */
    private final long[][] handlers;
    /** What may be read once an exception is caught, by the tries that we are in the body of, outermost first. */
    private final ArrayList<long[]> caught = new ArrayList<>();
    private boolean changed;

    private Liveness(BodyShape shape, int locals) {
        this.shape = shape;
        this.words = (locals + 63) >> 6;
        int blocks = shape.blocks.size();
        labels = new long[blocks][];
        heads = new long[blocks][];
        after = new long[blocks][];
        elses = new long[blocks][];
        handlers = new long[blocks][];
    }

    /** Sets the regions' inputs and outputs. */
    static void decide(BodyShape shape, List<Region> regions, int locals) {
        var liveness = new Liveness(shape, locals);
        boolean known = liveness.solve(regions);
        for (var region : regions) {
            var set = new BitSet();
            for (int e = region.firstEvent; e < region.lastEvent; e++) {
                if (shape.events[e] >>> 28 == BodyShape.SET) {
                    set.set(shape.events[e] & 0xfff_ffff);
                }
            }
            region.inputs = known ? liveness.of(region.mentioned, liveness.in.get(region)) : region.mentioned;
            region.outputs = known ? liveness.of(set.stream().toArray(), liveness.out.get(region)) : set.stream().toArray();
        }
    }

    private int[] of(int[] locals, long[] live) {
        return Arrays.stream(locals).filter(x -> (live[x >> 6] >>> x & 1) != 0).toArray();
    }

    private boolean solve(List<Region> regions) {
        if ((long) words * shape.blocks.size() > MOST_WORDS || (long) words * deepest() * 5 > MOST_HELD) {
            return false;
        }
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            changed = false;
            pass();
            if (!changed) {
                for (var region : regions) {
                    starting.computeIfAbsent(region.firstEvent, e -> new ArrayList<>()).add(region);
                    ending.computeIfAbsent(region.lastEvent, e -> new ArrayList<>()).add(region);
                    in.put(region, new long[words]);
                    out.put(region, new long[words]);
                }
                pass();
                return true;
            }
        }
        return false;
    }

    private int deepest() {
        int depth = 0, most = 0;
        for (int e = 0; e < shape.eventCount; e++) {
            int kind = shape.events[e] >>> 28;
            depth += kind == BodyShape.OPEN ? 1 : kind == BodyShape.CLOSE ? -1 : 0;
            most = Math.max(most, depth);
        }
        return most + 1;
    }

    private static void add(long[] to, long[] more) {
        for (int i = 0; i < to.length; i++) {
            to[i] |= more[i];
        }
    }

    private void pass() {
        var live = new long[words];
        for (int e = shape.eventCount; e > 0; e--) {
            boundaries(e, live);
            live = event(e - 1, live);
            if (!caught.isEmpty()) {
                add(live, caught.getLast());    // as if everything could throw
            }
        }
        boundaries(0, live);
    }

    /** Between two events: what regions that end or start here see. */
    private void boundaries(int event, long[] live) {
        for (var region : starting.getOrDefault(event, List.of())) {
            add(in.get(region), live);
        }
        for (var region : ending.getOrDefault(event, List.of())) {
            if (region.fallsThrough) {
                add(out.get(region), live);
            }
            for (Block exit : region.exits) {
                if (exit.openAt != Region.RESTART) {
                    add(out.get(region), labels[exit.number]);
                }
            }
            if (!caught.isEmpty()) {
                add(out.get(region), caught.getLast());
            }
            // Its labels: what is live there is seen when the pass comes by, so it is noted for them.
            for (int i = 1; i <= region.entries; i++) {
                entered.computeIfAbsent(region.around[region.around.length - i].number, b -> new ArrayList<>(1)).add(region);
            }
        }
    }

    private long[] event(int e, long[] live) {
        int kind = shape.events[e] >>> 28, argument = shape.events[e] & 0xfff_ffff;
        switch (kind) {
            case BodyShape.GET -> live[argument >> 6] |= 1L << argument;
            case BodyShape.SET -> live[argument >> 6] &= ~(1L << argument);
            case BodyShape.CLOSE -> close(argument, live);
            case BodyShape.ELSE_EVENT -> {
                elses[argument] = live;
                return after[argument].clone();
            }
            case BodyShape.HANDLER -> {
                return handler(argument, e, live);
            }
            case BodyShape.OPEN -> open(argument, live);
            case BodyShape.JUMP -> {
                return labels[argument].clone();
            }
            case BodyShape.BRANCH -> add(live, labels[argument]);
            case BodyShape.TABLE -> {
                Arrays.fill(live, 0);
                for (int target : shape.tables.get(argument)) {
                    add(live, labels[target]);
                }
            }
            default -> Arrays.fill(live, 0);
        }
        return live;
    }

    private void close(int number, long[] live) {
        Block block = shape.blocks.get(number);
        for (var region : entered.getOrDefault(number, List.of())) {
            add(in.get(region), live);
        }
        if (block.opcode == LOOP) {
            if (heads[number] == null) {
                heads[number] = new long[words];
            }
            labels[number] = heads[number].clone();
            return;
        }
        labels[number] = live.clone();
        switch (block.opcode) {
            case IF -> {
                after[number] = live.clone();
                elses[number] = null;
            }
            case TRY -> {
                after[number] = live.clone();
                handlers[number] = new long[words];
            }
            case TRY_TABLE -> {
                var targets = new long[words];
                for (int target : block.clauses) {
                    add(targets, labels[target]);
                }
                intoBody(targets);
            }
            default -> { }
        }
    }

    /** @param live at the handlers of the try whose body we come to; exceptions that they don't take go on to those around */
    private void intoBody(long[] live) {
        if (!caught.isEmpty()) {
            add(live, caught.getLast());
        }
        caught.add(live);
    }

    private long[] handler(int number, int event, long[] live) {
        add(handlers[number], live);
        long[] before = after[number].clone();
        if (shape.blocks.get(number).firstHandler == event) {
            intoBody(handlers[number]);
        }
        return before;
    }

    private void open(int number, long[] live) {
        Block block = shape.blocks.get(number);
        switch (block.opcode) {
            case LOOP -> {
                if (!Arrays.equals(heads[number], live)) {
                    add(heads[number], live);
                    changed |= !Arrays.equals(heads[number], labels[number]);
                }
            }
            case IF -> {
                add(live, elses[number] != null ? elses[number] : after[number]);
                after[number] = null;
                elses[number] = null;
            }
            case TRY -> {
                if (block.firstHandler >= 0) {
                    caught.removeLast();
                }
                after[number] = null;
                handlers[number] = null;
            }
            case TRY_TABLE -> caught.removeLast();
            default -> { }
        }
        labels[number] = null;
    }
}

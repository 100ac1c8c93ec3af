// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.wsh.engine.compile.BodyShape.Block;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.Opcode;
import org.wsh.engine.valid.FunctionFacts;

/**
 * Cuts a large body into regions, so that no JVM method of it is too large for the JIT (8,000 bytes of bytecode) or the JVM (65,535). Lists of statements that are too long are cut
 * into pieces of about the most that one method may have, innermost lists first. What dispatches to the labels of a list (a switch in a loop) stays where it is, as do the
 * statements before it. In a try, a region hands out its locals also where an exception leaves it.
 */
final class Outline {
    /** In the currency of {@link CodeCost}. */
    private static final int CALL = 70;
    private static final int MOST_ENTRIES = 250;
    private static final int MOST_COPIES = 8 << 20;

    private final BodyShape shape;
    private final int limit, call;
    private final ArrayList<Region> regions = new ArrayList<>();
    private final Block start;

    private Outline(BodyShape shape, int limit) {
        this.shape = shape;
        this.limit = limit;
        this.call = Math.min(CALL, limit / 4);
        this.start = new Block(-1, Opcode.LOOP, Region.RESTART, false, shape.blocks.getFirst().type);
    }

    /** The outermost regions of a body, in order; empty if it needs none or can't be cut. */
    static List<Region> of(Declarations module, int function, FunctionFacts facts, int methodBytes) {
        int limit = methodBytes - methodBytes / 6;      // the costs are guesses
        var shape = BodyShape.of(module, function, facts.code(), Math.min(48, limit / 4));
        if (shape == null) {
            return List.of();
        }
        var outline = new Outline(shape, limit);
        outline.cut();
        if (outline.regions.isEmpty() || !outline.surroundings()) {
            return List.of();
        }
        for (var region : outline.regions) {
            outline.describe(region);
        }
        Liveness.decide(shape, outline.regions, facts.locals().length);
        return outline.tree("r" + function + "_");
    }

    // Where to cut.

    private void cut() {
        var residue = new int[shape.lists.size()];
        for (int i = shape.lists.size() - 1; i >= 0; i--) {     // inner lists come after the lists they are in
            var list = shape.lists.get(i);
            long total = 0;
            for (int s = 0; s < list.size; s++) {
                total += list.cost[s];
            }
            residue[i] = (int) Math.min(total <= limit ? total : cut(list), 1 << 28);
            if (list.parent != null && list.parentStatement < list.parent.size) {
                list.parent.cost[list.parentStatement] = Math.min(1 << 28, list.parent.cost[list.parentStatement] + residue[i]);
            }
        }
    }

    /** A run of a list's statements: as it is, or as a call of a region. */
    private record Piece(int first, int last, int cost, boolean fixed, Region region) {}

    /** Returns what remains of the list. */
    private long cut(StatementList list) {
        var pieces = new ArrayList<Piece>();
        int head = head(list);
        for (int s = 0; s < list.size; s++) {
            boolean fixed = s < head || list.operands[s] || list.handler[s] != StatementList.NONE || list.dispatches[s] && list.cost[s] <= limit / 3 || list.crossroads[s] && list.cost[s] <= limit / 8;
            pieces.add(new Piece(s, s, list.cost[s], fixed, null));
        }
        long total = cost(pieces);
        while (total > limit) {
            var packed = pack(list, pieces);
            long now = cost(packed);
            if (now >= total) {
                break;
            }
            pieces = packed;
            total = now;
        }
        for (var piece : pieces) {
            keep(piece.region());
        }
        return total;
    }

    private void keep(Region region) {
        if (region == null) {
            return;
        }
        regions.add(region);
        var inner = List.copyOf(region.children);
        region.children.clear();    // the tree is made when all are known
        inner.forEach(this::keep);
    }

    private static long cost(List<Piece> pieces) {
        long total = 0;
        for (var piece : pieces) {
            total += piece.cost();
        }
        return total;
    }

    /** How many statements at the start lead to a dispatch, and are few enough to stay before it. */
    private int head(StatementList list) {
        long before = 0;
        for (int s = 0; s < list.size && before <= limit / 3; s++) {
            if (list.dispatches[s]) {
                return s;
            }
            before += list.cost[s];
        }
        return 0;
    }

    private ArrayList<Piece> pack(StatementList list, List<Piece> pieces) {
        var packed = new ArrayList<Piece>();
        var run = new ArrayList<Piece>();
        for (var piece : pieces) {
            if (piece.fixed() || cost(run) + piece.cost() > limit || run.size() == MOST_ENTRIES) {
                close(list, run, packed);
            }
            if (piece.fixed()) {
                packed.add(piece);
            } else {
                run.add(piece);
            }
        }
        close(list, run, packed);
        return packed;
    }

    private void close(StatementList list, ArrayList<Piece> run, ArrayList<Piece> packed) {
        boolean single = run.size() == 1 && run.getFirst().region() != null;
        if (run.isEmpty() || single || cost(run) < limit / 26) {
            packed.addAll(run);
        } else {
            int first = run.getFirst().first(), last = run.getLast().last();
            var region = new Region(list.start[first], list.end[last], list.firstEvent[first], list.lastEvent[last], list.live[last]);
            run.forEach(piece -> {
                if (piece.region() != null) {
                    region.children.add(piece.region());
                }
            });
            packed.add(new Piece(first, last, call, false, region));
        }
        run.clear();
    }

    // What is known of a region.

    /** Finds the blocks around each region's start and end. False if that takes too much. */
    private boolean surroundings() {
        record Point(int event, int order, Region region) {}
        var points = new ArrayList<Point>();
        for (var region : regions) {
            points.add(new Point(region.firstEvent, 1, region));
            points.add(new Point(region.lastEvent, 0, region));
        }
        points.sort(Comparator.comparingInt(Point::event));
        var open = new ArrayList<Block>();
        var handling = new BitSet();
        int event = 0;
        long copies = 0;
        for (var point : points) {
            for (; event < point.event(); event++) {
                int kind = shape.events[event] >>> 28, argument = shape.events[event] & 0xfff_ffff;
                if (kind == BodyShape.OPEN) {
                    open.add(shape.blocks.get(argument));
                } else if (kind == BodyShape.HANDLER) {
                    handling.set(argument);
                } else if (kind == BodyShape.CLOSE) {
                    handling.clear(argument);
                    open.removeLast();
                }
            }
            copies += open.size();
            if (copies > MOST_COPIES) {
                return false;
            }
            var blocks = open.toArray(new Block[0]);
            if (point.order() == 1) {
                point.region().around = blocks;
                point.region().handlers = handling.cardinality();
            } else {
                point.region().left = blocks;
            }
        }
        return true;
    }

    private void describe(Region region) {
        int common = 0;
        while (common < region.around.length && common < region.left.length && region.around[common] == region.left[common]) {
            common++;
        }
        region.entries = region.around.length - common;
        region.left = Arrays.copyOfRange(region.left, common, region.left.length);
        region.heavy = shape.isHeavy(region.start, region.end);
        var exits = new LinkedHashSet<Block>();
        var mentioned = new BitSet();
        for (int e = region.firstEvent; e < region.lastEvent; e++) {
            int kind = shape.events[e] >>> 28, argument = shape.events[e] & 0xfff_ffff;
            switch (kind) {
                case BodyShape.GET, BodyShape.SET -> mentioned.set(argument);
                case BodyShape.JUMP, BodyShape.BRANCH -> exit(region, argument, exits);
                case BodyShape.TABLE -> exits(region, shape.tables.get(argument), exits);
                case BodyShape.OPEN -> {
                    if (shape.blocks.get(argument).clauses != null) {
                        exits(region, shape.blocks.get(argument).clauses, exits);
                    }
                }
                case BodyShape.RESTART -> exits.add(start);
                default -> { }
            }
        }
        region.exits(exits);
        region.mentioned = mentioned.stream().toArray();
    }

    private void exits(Region region, int[] targets, LinkedHashSet<Block> exits) {
        for (int target : targets) {
            exit(region, target, exits);
        }
    }

    private void exit(Region region, int target, LinkedHashSet<Block> exits) {
        Block block = shape.blocks.get(target);
        if (!region.hasLabel(block)) {
            exits.add(block);
        }
    }

    /** Names the regions and puts each into the smallest that contains it. */
    private List<Region> tree(String prefix) {
        regions.sort(Comparator.<Region>comparingInt(r -> r.start).thenComparingInt(r -> -r.end));
        var roots = new ArrayList<Region>();
        var path = new ArrayDeque<Region>();
        int number = 0;
        for (var region : regions) {
            region.method = prefix + number++;
            while (!path.isEmpty() && !path.peek().contains(region)) {
                path.pop();
            }
            (path.isEmpty() ? roots : path.peek().children).add(region);
            path.push(region);
        }
        return roots;
    }
}

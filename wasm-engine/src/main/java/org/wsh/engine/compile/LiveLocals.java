// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.GcImmediates;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.GcOpcode;
import org.wsh.engine.valid.BlockTypes;
import org.wsh.engine.valid.FunctionFacts;

/**
 * Which Wasm locals may still be read after each call of a body, and at each loop's head: only those must outlive it for a frame that is captured there. One pass over the bytes notes what concerns locals; then backwards over
 * that until the loops agree. A body that catches exceptions, or would take too long, is not looked at: then all of them may be.
 */
final class LiveLocals {
    private static final int MOST_PASSES = 8;
    private static final long MOST_EFFORT = 1_000_000;
    private static final int GET = 0, SET = 1, SITE = 2, OPEN = 3, ELSE_PART = 4, CLOSE = 5, BRANCH = 6, TABLE = 7, STOP = 8;
    private static final int ARGUMENT = 0xfff_ffff;

    private final ByteReader in;
    private final Declarations module;
    private final int words, start;
    private final BitSet set = new BitSet();                        // of parameters and what the body sets; others are always zero
    private int[] events = new int[128];
    private int count;
    private final ArrayList<int[]> tables = new ArrayList<>();
    private final ArrayList<Integer> open = new ArrayList<>();      // numbers of blocks
    private int[] kinds = new int[16];                              // of blocks: their opcodes, ELSE for an if that has one
    private int blocks;
    /** By block: what is live at its label; of a loop at its head, as far as is known; of an if at its else. */
    private long[][] labels, heads, elses;
    /** By place in the module. */
    private final Map<Integer, long[]> live = new HashMap<>();

    private LiveLocals(Declarations module, int function, FunctionFacts facts) {
        this.module = module;
        this.in = new ByteReader(module.bytes(), facts.code(), module.bodyEnds()[function - module.importedFunctions()]);
        this.start = in.position;
        set.set(0, module.functionType(function).parameterCount());
        this.words = (facts.locals().length + 63) >> 6;
    }

    /** Null if it isn't known. */
    static LiveLocals of(Declarations module, int function, FunctionFacts facts) {
        var l = new LiveLocals(module, function, facts);
        return l.read() && l.solve() ? l : null;
    }

    /** The locals that may have a value but aren't read after the call, or from the loop's head on, at that place in the module. */
    int[] deadAt(int place) {
        long[] read = live.get(place);
        return read == null ? new int[0] : set.stream().filter(x -> (read[x >> 6] >>> x & 1) == 0).toArray();
    }

    // Forwards.

    private void event(int kind, int argument) {
        if (count == events.length) {
            events = Arrays.copyOf(events, count * 2);
        }
        events[count++] = kind << 28 | argument;
    }

    private void open(int op) {
        if (blocks == kinds.length) {
            kinds = Arrays.copyOf(kinds, blocks * 2);
        }
        kinds[blocks] = op;
        event(OPEN, blocks);
        open.add(blocks++);
    }

    private int target(int depth) {
        return open.get(open.size() - 1 - depth);
    }

    private boolean read() {
        open(BLOCK);
        while (!open.isEmpty()) {
            int at = in.position;
            int op = Immediates.opcode(in);
            switch (op) {
                case LOCAL_GET -> event(GET, in.u32());
                case LOCAL_SET, LOCAL_TEE -> {
                    int x = in.u32();
                    event(SET, x);
                    set.set(x);
                }
                case BLOCK, IF -> {
                    BlockTypes.read(in, module);
                    open(op);
                }
                case LOOP -> {
                    BlockTypes.read(in, module);
                    open(op);
                    event(SITE, at - start);
                }
                case ELSE -> {
                    kinds[open.getLast()] = ELSE;
                    event(ELSE_PART, open.getLast());
                }
                case END -> event(CLOSE, open.removeLast());
                case BR -> {
                    event(BRANCH, target(in.u32()));
                    event(STOP, 0);
                }
                case BR_IF, BR_ON_NULL, BR_ON_NON_NULL -> event(BRANCH, target(in.u32()));
                case GcOpcode.BR_ON_CAST, GcOpcode.BR_ON_CAST_FAIL -> event(BRANCH, target(GcImmediates.CastBranch.read(in, module.definedTypes()).label()));
                case BR_TABLE -> table();
                case TRY, TRY_TABLE -> {
                    return false;
                }
                default -> {
                    Immediates.skip(in, op);
                    if (op == CALL || op == CALL_INDIRECT || op == CALL_REF) {
                        event(SITE, at - start);
                    } else if (op == RETURN || op == UNREACHABLE || op == RETURN_CALL || op == RETURN_CALL_INDIRECT || op == RETURN_CALL_REF || op == THROW || op == THROW_REF) {
                        event(STOP, 0);
                    }
                }
            }
        }
        return true;
    }

    private void table() {
        var targets = new int[in.count("br_table") + 1];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = target(in.u32());
        }
        event(TABLE, tables.size());
        event(STOP, 0);
        tables.add(Arrays.stream(targets).distinct().toArray());
    }

    // Backwards.

    private boolean solve() {
        labels = new long[blocks][];
        heads = new long[blocks][];
        elses = new long[blocks][];
        long effort = 0;
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            effort += (long) count * words;
            if (effort > MOST_EFFORT) {
                return false;
            }
            if (!pass()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a loop's head changed. */
    private boolean pass() {
        boolean changed = false;
        var now = new long[words];
        for (int e = count - 1; e >= 0; e--) {
            int argument = events[e] & ARGUMENT;
            switch (events[e] >>> 28) {
                case GET -> now[argument >> 6] |= 1L << argument;
                case SET -> now[argument >> 6] &= ~(1L << argument);
                case SITE -> live.put(start + argument, now.clone());
                case CLOSE -> labels[argument] = kinds[argument] == LOOP ? head(argument).clone() : now.clone();
                case ELSE_PART -> {
                    elses[argument] = now;
                    now = labels[argument].clone();
                }
                case OPEN -> {
                    if (kinds[argument] == LOOP) {
                        changed |= add(head(argument), now);
                    } else if (kinds[argument] == IF || kinds[argument] == ELSE) {
                        add(now, kinds[argument] == IF ? labels[argument] : elses[argument]);
                    }
                }
                case BRANCH -> add(now, labels[argument]);
                case TABLE -> {
                    for (int target : tables.get(argument)) {
                        add(now, labels[target]);
                    }
                }
                default -> Arrays.fill(now, 0);
            }
        }
        return changed;
    }

    private long[] head(int block) {
        if (heads[block] == null) {
            heads[block] = new long[words];
        }
        return heads[block];
    }

    private static boolean add(long[] to, long[] more) {
        boolean changed = false;
        for (int i = 0; i < to.length; i++) {
            changed |= (more[i] & ~to[i]) != 0;
            to[i] |= more[i];
        }
        return changed;
    }
}

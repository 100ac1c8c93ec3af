// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.util.Arrays;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;

/**
 * Which accesses of memory 0 lie around one address, so that one check of bounds is good for all of them: the fields of a structure, the top of an interpreter's stack, what a function keeps on the shadow stack. Found in one pass
 * over the body, which follows what is added to locals and operands along a straight line of code; where lines join nothing is known.
 *
 * <p>The first access of a span checks for all, so one that traps may trap too early. Nobody can tell: from there to the last one that widened the span nothing happens that is seen from outside (no store, call or branch, no trap of
 * another kind). Behind that a span stays as it is; what lies in it has been checked, as memories never shrink, and what doesn't begins a span that includes it.
 */
final class AccessSpans {
    /** Beyond this, sums of distances might wrap around. */
    private static final int FAR = 1 << 28;
    private static final int NOTHING = -1;
    /** The address 0, which constants are counted from. */
    private static final int ZERO = 0;

    private final ByteReader in;

    // Accesses, by place: where in the module, in which span, and how far its address (without the instruction's offset) is from the span's root.
    private int[] places = new int[16], spans = new int[16], distances = new int[16];
    private int accesses;
    // Spans: from where to where, seen from the root, when it was begun, and how many accesses it has.
    private int[] from = new int[16], to = new int[16], begun = new int[16], members = new int[16];
    private int spanCount;

    // What is known at the present point. A root is a value that nothing is known of; each has at most one span that grows.
    private int[] spanOf = new int[16];
    private int roots;
    private int stretch;            // counts what is seen from outside
    private final int[] localRoots, localDistances, localKnown;
    private int line;               // counts straight lines; a local is known if localKnown is this one
    private int[] operandRoots = new int[16], operandDistances = new int[16];
    private int height;             // may be less than it really is: who pops more gets new roots

    private AccessSpans(ByteReader in, int locals) {
        this.in = in;
        localRoots = new int[locals];
        localDistances = new int[locals];
        localKnown = new int[locals];
    }

    /** @param in at the first instruction, up to the body's end */
    static AccessSpans of(ByteReader in, int locals) {
        var found = new AccessSpans(in, locals);
        found.newLine();
        while (!in.atEnd()) {
            found.instruction();
        }
        return found;
    }

    /**
     * What one access is part of.
     *
     * @param before how far below the access's address, without the instruction's offset, the span begins
     * @param length of the span, in bytes
     * @param alone  whether it is the span's only access
     */
    record Span(int before, int length, boolean alone) {}

    /** The span of the access that the instruction at {@code place} is, or null: none that is known. */
    Span at(int place) {
        int i = Arrays.binarySearch(places, 0, accesses, place);
        if (i < 0) {
            return null;
        }
        int span = spans[i];
        return new Span(distances[i] - from[span], to[span] - from[span], members[span] == 1);
    }

    private void instruction() {
        int place = in.position;
        int op = Immediates.opcode(in);
        if (op >= I32_LOAD && op <= I64_STORE32) {
            access(op, place);
        } else if (isNumeric(op)) {
            numeric(op);
        } else {
            other(op);
        }
    }

    private void access(int op, int place) {
        int memory = Immediates.memory(Immediates.memoryFlags(in));
        long offset = in.u64();
        if (op >= I32_STORE) {
            pop();
        }
        pop();
        int root = operandRoots[height], distance = operandDistances[height];
        if (memory == 0 && offset < FAR) {
            note(place, root, distance, distance + (int) offset + (1 << memoryWidth(op)));
        }
        if (op >= I32_STORE) {
            stretch++;
        } else {
            pushUnknown();
        }
    }

    private void note(int place, int root, int distance, int end) {
        int span = spanOf[root];
        if (span == NOTHING || begun[span] != stretch && (distance < from[span] || end > to[span])) {
            span = begin(root, distance, end);
        }
        if (begun[span] == stretch) {
            from[span] = Math.min(from[span], distance);
            to[span] = Math.max(to[span], end);
        }
        if (accesses == places.length) {
            places = Arrays.copyOf(places, accesses * 2);
            spans = Arrays.copyOf(spans, accesses * 2);
            distances = Arrays.copyOf(distances, accesses * 2);
        }
        members[span]++;
        places[accesses] = place;
        spans[accesses] = span;
        distances[accesses++] = distance;
    }

    private int begin(int root, int distance, int end) {
        if (spanCount == from.length) {
            from = Arrays.copyOf(from, spanCount * 2);
            to = Arrays.copyOf(to, spanCount * 2);
            begun = Arrays.copyOf(begun, spanCount * 2);
            members = Arrays.copyOf(members, spanCount * 2);
        }
        int before = spanOf[root];
        from[spanCount] = before == NOTHING ? distance : from[before];
        to[spanCount] = before == NOTHING ? end : to[before];
        begun[spanCount] = stretch;
        spanOf[root] = spanCount;
        return spanCount++;
    }

    private void numeric(int op) {
        if (op == I32_ADD || op == I32_SUB) {
            sum(op);
            return;
        }
        if (traps(op)) {
            stretch++;
        }
        for (int i = arity(op); i > 0; i--) {
            pop();
        }
        pushUnknown();
    }

    private void sum(int op) {
        pop();
        int root = operandRoots[height], distance = operandDistances[height];
        pop();
        int first = operandRoots[height], its = operandDistances[height];
        if (root == ZERO) {
            pushFar(first, op == I32_ADD ? its + (long) distance : its - (long) distance);
        } else if (first == ZERO && op == I32_ADD) {
            pushFar(root, its + (long) distance);
        } else {
            pushUnknown();
        }
    }

    private void other(int op) {
        switch (op) {
            case LOCAL_GET -> get(in.u32());
            case LOCAL_SET -> {
                pop();
                set(in.u32());
            }
            case LOCAL_TEE -> {
                pop();
                set(in.u32());
                height++;
            }
            case I32_CONST -> pushFar(ZERO, in.s32());
            case I64_CONST, F32_CONST, F64_CONST, GLOBAL_GET -> {
                Immediates.skip(in, op);
                pushUnknown();
            }
            case SELECT -> {
                height = Math.max(0, height - 3);
                pushUnknown();
            }
            case DROP -> pop();
            case GLOBAL_SET, BR_IF, IF -> {
                Immediates.skip(in, op);
                pop();
                stretch++;
            }
            case BLOCK, NOP -> Immediates.skip(in, op);
            case CALL, CALL_INDIRECT, MEMORY_GROW -> {
                Immediates.skip(in, op);
                height = 0;
                stretch++;
            }
            default -> {
                Immediates.skip(in, op);
                newLine();
            }
        }
    }

    private void newLine() {
        line++;
        stretch++;
        height = 0;
        roots = 0;
        root();     // ZERO
    }

    private int root() {
        if (roots == spanOf.length) {
            spanOf = Arrays.copyOf(spanOf, roots * 2);
        }
        spanOf[roots] = NOTHING;
        return roots++;
    }

    private void get(int local) {
        if (localKnown[local] != line) {
            localKnown[local] = line;
            localRoots[local] = root();
            localDistances[local] = 0;
        }
        push(localRoots[local], localDistances[local]);
    }

    /** To what was popped last. */
    private void set(int local) {
        localKnown[local] = line;
        localRoots[local] = operandRoots[height];
        localDistances[local] = operandDistances[height];
    }

    private void pop() {
        if (height > 0) {
            height--;
        } else {
            operandRoots[0] = root();
            operandDistances[0] = 0;
        }
    }

    private void pushUnknown() {
        push(root(), 0);
    }

    private void pushFar(int root, long distance) {
        if (Math.abs(distance) < FAR) {
            push(root, (int) distance);
        } else {
            pushUnknown();
        }
    }

    private void push(int root, int distance) {
        if (height == operandRoots.length) {
            operandRoots = Arrays.copyOf(operandRoots, height * 2);
            operandDistances = Arrays.copyOf(operandDistances, height * 2);
        }
        operandRoots[height] = root;
        operandDistances[height++] = distance;
    }
}

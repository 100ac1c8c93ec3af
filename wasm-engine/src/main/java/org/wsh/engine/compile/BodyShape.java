// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.util.ArrayList;
import java.util.Arrays;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.GcImmediates;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.GcOpcode;
import org.wsh.engine.syntax.Opcode;
import org.wsh.engine.syntax.SimdOpcode;
import org.wsh.engine.valid.BlockTypes;
import org.wsh.engine.valid.BodyValidator;

/**
 * A large body as {@link Outline} sees it, drawn while it is validated once more: where it may be cut, where control goes, which locals are read and set.
 *
 * <p>A body is a list of statements, cut where the operand stack is as empty as it can be. A block without parameters and results that starts at such a place is dissolved: what is in it
 * belongs to the list around it, and its end is a label between two statements, to which branches only come from before. (A switch is a ladder of such blocks, so its cases
 * are statements of one list.) Loops, ifs and other blocks lie within a statement and have lists of their own.
 */
final class BodyShape implements BodyValidator.Observer {
    // Events, 4 bits of kind and 28 of argument.
    static final int GET = 0, SET = 1, OPEN = 2, ELSE_EVENT = 3, CLOSE = 4, JUMP = 5, BRANCH = 6, TABLE = 7, STOP = 8;
    private static final int BIG_TABLE = 8;
    private static final int MOST_BLOCKS = 200_000;
    /** What so many branches lead to is run so often that it should not be away in a region. */
    private static final int CROWD = 8;

    /** A list of statements. All of its statements' fields but the last are in order of position; see {@link #statement}. */
    static final class StatementList {
        final StatementList parent;
        final int parentStatement;
        int size;
        int[] start = new int[2], end = new int[2], firstEvent = new int[2], lastEvent = new int[2], cost = new int[2];
        boolean[] dispatches = new boolean[2], crossroads = new boolean[2], live = new boolean[2];
        /** It takes or leaves operands: parameters or results of the block whose list this is. */
        boolean[] operands = new boolean[2];
        /** It makes a tail call or throws, which the function's own method does. */
        boolean[] pinned = new boolean[2];
        final ArrayList<StatementList> inner = new ArrayList<>(0);

        StatementList(StatementList parent, int parentStatement) {
            this.parent = parent;
            this.parentStatement = parentStatement;
        }

        private void add(int from, int to, int event, int pastEvent, int bytes, boolean table, boolean crossroad, boolean liveEnd, boolean moreThanLocals, boolean stays) {
            if (size == start.length) {
                int n = size * 2;
                start = Arrays.copyOf(start, n);
                end = Arrays.copyOf(end, n);
                firstEvent = Arrays.copyOf(firstEvent, n);
                lastEvent = Arrays.copyOf(lastEvent, n);
                cost = Arrays.copyOf(cost, n);
                dispatches = Arrays.copyOf(dispatches, n);
                crossroads = Arrays.copyOf(crossroads, n);
                live = Arrays.copyOf(live, n);
                operands = Arrays.copyOf(operands, n);
                pinned = Arrays.copyOf(pinned, n);
            }
            start[size] = from;
            end[size] = to;
            firstEvent[size] = event;
            lastEvent[size] = pastEvent;
            cost[size] = bytes;
            dispatches[size] = table;
            crossroads[size] = crossroad;
            operands[size] = moreThanLocals;
            pinned[size] = stays;
            live[size++] = liveEnd;
        }
    }

    /** A block, loop or if by its number; 0 is the function. */
    static final class Block {
        final int number, opcode, openAt;
        final boolean dissolved;
        final FunctionType type;
        /** Position of its end instruction. */
        int closeAt;
        boolean reached;
        private int branches;
        private boolean entered;            // of an if: the other way is alive
        // The state of the list around, while we are in a list of its own.
        private StatementList outer;
        private int from, event, bytes;
        private boolean table, crossroad, takesOperands, pinned;

        Block(int number, int opcode, int openAt, boolean dissolved, FunctionType type) {
            this.number = number;
            this.opcode = opcode;
            this.openAt = openAt;
            this.dissolved = dissolved;
            this.type = type;
        }

        int arity() {
            return opcode == LOOP ? type.parameterCount() : type.resultCount();
        }
    }

    private final Declarations module;
    private final ByteReader in;
    private final int statement;
    private final FunctionType functionType;
    final ArrayList<Block> blocks = new ArrayList<>();
    final ArrayList<int[]> tables = new ArrayList<>();
    final ArrayList<StatementList> lists = new ArrayList<>();
    int[] events = new int[256];
    int eventCount;
    /** Positions after which a region has done something that needs more than locals: sorted. */
    private int[] heavy = new int[64];
    private int heavyCount;
    private boolean supported = true;

    // Where we are.
    private final ArrayList<Block> open = new ArrayList<>();
    private boolean reachable = true;
    private int dead;                       // blocks opened in code that can't be reached
    private boolean wasAtBase, atBase;      // before and after the present instruction
    private StatementList list;
    private int from, firstEvent, bytes;    // the statement being collected; from is -1 between statements
    private boolean table, crossroad, takesOperands, pinned;

    private BodyShape(Declarations module, FunctionType functionType, int code, int statement) {
        this.statement = statement;
        this.module = module;
        this.functionType = functionType;
        this.in = new ByteReader(module.bytes(), code, module.bytes().length);
        open(BLOCK, -1, false, functionType);
        event(OPEN, 0);
        list = newList(null);
        begin(code);
        atBase = true;
    }

    /** Null if there is something in it that can't be cut. @param statement a statement is cut off when it costs so much, not before */
    static BodyShape of(Declarations module, int function, int code, int statement) {
        var shape = new BodyShape(module, module.functionType(function), code, statement);
        new BodyValidator(module).validate(function, shape);
        return shape.supported ? shape : null;
    }

    private StatementList newList(StatementList parent) {
        var fresh = new StatementList(parent, parent == null ? -1 : parent.size);
        lists.add(fresh);
        if (parent != null) {
            parent.inner.add(fresh);
        }
        return fresh;
    }

    private void begin(int position) {
        from = position;
        firstEvent = eventCount;
        bytes = 0;
        table = false;
        crossroad = false;
        takesOperands = false;
        pinned = false;
    }

    /** Ends the present statement, if one was begun and there is anything in it. */
    private void finish(int position) {
        if (from >= 0 && position > from) {
            list.add(from, position, firstEvent, eventCount, bytes, table, crossroad, reachable, takesOperands || reachable && !wasAtBase, pinned);
        }
        from = -1;
    }

    private Block open(int opcode, int at, boolean dissolved, FunctionType type) {
        var block = new Block(blocks.size(), opcode, at, dissolved, type);
        blocks.add(block);
        open.add(block);
        supported &= block.number < MOST_BLOCKS;
        return block;
    }

    private void event(int kind, int argument) {
        if (eventCount == events.length) {
            events = Arrays.copyOf(events, eventCount * 2);
        }
        events[eventCount++] = kind << 28 | argument;
    }

    private Block target(int depth) {
        return open.get(open.size() - 1 - depth);
    }

    @Override
    public void after(int op, int at, int next, boolean nowAtBase) {
        wasAtBase = atBase;
        atBase = nowAtBase;
        if (!supported) {
            return;
        }
        if (!reachable) {
            deadCode(op, at, next);
            return;
        }
        in.position = at;
        Immediates.opcode(in);
        bytes += CodeCost.of(op);
        switch (op) {
            case LOCAL_GET -> event(GET, in.u32());
            case LOCAL_SET, LOCAL_TEE -> event(SET, in.u32());
            case BLOCK, LOOP, IF -> enter(op, at, next);
            case ELSE -> otherwise(at, next);
            case END -> close(at, next);
            case BR -> jump(JUMP, target(in.u32()));
            case BR_IF, BR_ON_NULL, BR_ON_NON_NULL -> jump(BRANCH, target(in.u32()));
            case GcOpcode.BR_ON_CAST, GcOpcode.BR_ON_CAST_FAIL -> jump(BRANCH, target(GcImmediates.CastBranch.read(in, module.definedTypes()).label()));
            case BR_TABLE -> branchTable();
            case RETURN -> jump(JUMP, blocks.getFirst());
            case UNREACHABLE -> {
                event(STOP, 0);
                reachable = false;
            }
            case RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF, THROW, THROW_REF -> leave(at);
            default -> other(op, at);
        }
        if (reachable && nowAtBase && from >= 0 && bytes >= statement) {
            wasAtBase = true;
            finish(next);
            begin(next);
        }
    }


    private void deadCode(int op, int at, int next) {
        switch (op) {
            case BLOCK, LOOP, IF -> dead++;
            case ELSE -> {
                if (dead == 0) {
                    otherwise(at, next);
                }
            }
            case END -> {
                if (dead == 0) {
                    close(at, next);
                } else {
                    dead--;
                }
            }
            default -> supported &= isKnown(op);
        }
    }

    private static boolean isKnown(int op) {
        return op <= 0x05 || op == THROW || op >= THROW_REF && op <= LAST_CALL || op >= 0x1a && op <= 0x1c || op >= 0x20 && op <= 0xc4
                || op >= 0xd0 && op <= 0xd6 || GcOpcode.isGc(op) || op > 0xff && (op >> 8 & 0xff) == 0xfc || SimdOpcode.isSimd(op) || op > 0xff && (op >> 8 & 0xff) == 0xfe;
    }

    private void other(int op, int at) {
        supported &= isKnown(op);
        boolean light = isNumeric(op) || op >= I32_LOAD && op <= I64_STORE32 || op >= I32_CONST && op <= F64_CONST || op == NOP
                || op == DROP || op == SELECT || op == GLOBAL_GET || op == GLOBAL_SET || op == MEMORY_SIZE || SimdOpcode.isSimd(op)
                || GcOpcode.isGc(op) && !GcOpcode.mayPoll(op) || op >= REF_NULL && op <= REF_AS_NON_NULL;
        if (!light) {
            heavy(at);
        }
    }

    /** By a tail call or an exception: no local is alive afterwards. */
    private void leave(int at) {
        heavy(at);
        pinned = true;
        event(STOP, 0);
        reachable = false;
    }

    private void heavy(int at) {
        if (heavyCount == heavy.length) {
            heavy = Arrays.copyOf(heavy, heavyCount * 2);
        }
        heavy[heavyCount++] = at;
    }

    /** Whether anything in the range may charge the budget, poll or make a memory grow. */
    boolean isHeavy(int start, int end) {
        int i = Arrays.binarySearch(heavy, 0, heavyCount, start);
        i = i < 0 ? -i - 1 : i;
        return i < heavyCount && heavy[i] < end;
    }

    // Control.

    private void enter(int op, int at, int next) {
        FunctionType type = BlockTypes.read(in, module);
        boolean dissolves = op == BLOCK && wasAtBase && type.parameterCount() == 0 && type.resultCount() == 0;
        if (dissolves) {
            finish(at);
            Block block = open(op, at, true, type);
            event(OPEN, block.number);
            begin(next);
            return;
        }
        if (op == LOOP) {
            heavy(at);
        }
        Block block = open(op, at, false, type);
        event(OPEN, block.number);
        block.entered = op == IF;
        block.outer = list;
        block.from = from;
        block.event = firstEvent;
        block.bytes = bytes;
        block.table = table;
        block.crossroad = crossroad;
        block.takesOperands = takesOperands;
        block.pinned = pinned;
        list = newList(list);
        begin(next);
        takesOperands = type.parameterCount() > 0;
    }

    private void otherwise(int at, int next) {
        Block block = open.getLast();
        finish(at);
        block.reached |= reachable;
        event(ELSE_EVENT, block.number);
        takeOver(block);
        list = newList(block.outer);
        block.entered = false;
        reachable = true;
        begin(next);
        takesOperands = block.type.parameterCount() > 0;
    }

    /** What the statements of its list do, so does the statement that a block is in. */
    private void takeOver(Block block) {
        for (int i = 0; i < list.size; i++) {
            block.table |= list.dispatches[i];
            block.pinned |= list.pinned[i];
        }
    }

    private void close(int at, int next) {
        Block block = open.removeLast();
        block.closeAt = at;
        finish(at);
        event(CLOSE, block.number);
        reachable |= block.opcode != LOOP && block.reached || block.entered;
        if (block.dissolved) {
            if (reachable) {
                begin(next);
                crossroad = block.branches >= CROWD;
            }
            return;
        }
        if (open.isEmpty()) {
            return;
        }
        takeOver(block);
        list = block.outer;
        from = block.from;
        firstEvent = block.event;
        table = block.table;
        crossroad = block.crossroad;
        takesOperands = block.takesOperands;
        pinned = block.pinned;
        bytes = block.bytes;
    }

    private void jump(int kind, Block target) {
        target.reached = true;
        target.branches++;
        event(kind, target.number);
        if (kind == JUMP) {
            reachable = false;
        }
    }

    private void branchTable() {
        int n = in.count("br_table");
        var targets = new int[n + 1];
        for (int i = 0; i <= n; i++) {
            Block target = target(in.u32());
            target.reached = true;
            targets[i] = target.number;
        }
        event(TABLE, tables.size());
        tables.add(Arrays.stream(targets).distinct().toArray());
        table |= tables.getLast().length >= BIG_TABLE;
        reachable = false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.util.ArrayList;
import java.util.Arrays;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.CatchClause;
import org.wsh.engine.binary.GcImmediates;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.GcOpcode;
import org.wsh.engine.syntax.SimdOpcode;
import org.wsh.engine.valid.BlockTypes;
import org.wsh.engine.valid.BodyValidator;

/**
 * A large body as {@link Outline} sees it, drawn while it is validated once more: where it may be cut, where control goes, which locals are read and set.
 *
 * <p>A body is a list of statements, cut where the operand stack is as empty as it can be. A block without parameters and results that starts at such a place is dissolved: what is in it
 * belongs to the list around it, and its end is a label between two statements, to which branches only come from before. (A switch is a ladder of such blocks, so its cases
 * are statements of one list.) Loops, ifs, tries and other blocks lie within a statement and have lists of their own, a try one for each handler.
 */
final class BodyShape implements BodyValidator.Observer {
    // Events, 4 bits of kind and 28 of argument.
    static final int GET = 0, SET = 1, OPEN = 2, ELSE_EVENT = 3, CLOSE = 4, JUMP = 5, BRANCH = 6, TABLE = 7, STOP = 8, HANDLER = 9, RESTART = 10;
    private static final int BIG_TABLE = 8;
    private static final int MOST_BLOCKS = 200_000;
    /** What so many branches lead to is run so often that it should not be away in a region. */
    private static final int CROWD = 8;

    /** A block, loop, if or try by its number; 0 is the function. */
    static final class Block {
        final int number, opcode, openAt;
        final boolean dissolved;
        final FunctionType type;
        /** Position of its end instruction. */
        int closeAt;
        boolean reached;
        private int branches;
        private boolean entered;            // of an if: the other way is alive
        /** Of a try_table: the blocks that its clauses lead to. */
        int[] clauses;
        /** Of a try: the event at which its first handler begins, or -1. */
        int firstHandler = -1;
        // The state of the list around, while we are in a list of its own.
        private StatementList outer;
        private int from, event, bytes;
        private boolean table, crossroad, takesOperands;
        private int handler;

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
    private final int function;
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
    private boolean table, crossroad, takesOperands;
    private int handler;                    // as in StatementList

    private BodyShape(Declarations module, int function, int code, int statement) {
        this.statement = statement;
        this.module = module;
        this.function = function;
        this.in = new ByteReader(module.bytes(), code, module.bytes().length);
        open(BLOCK, -1, false, module.functionType(function));
        event(OPEN, 0);
        list = newList(null);
        begin(code);
        atBase = true;
    }

    /** Null if it has too many blocks to be cut. @param statement a statement is cut off when it costs so much, not before */
    static BodyShape of(Declarations module, int function, int code, int statement) {
        var shape = new BodyShape(module, function, code, statement);
        new BodyValidator(module).validate(function, shape);
        return shape.supported ? shape : null;
    }

    private StatementList newList(StatementList parent) {
        var fresh = new StatementList(parent, parent == null ? -1 : parent.size);
        lists.add(fresh);
        return fresh;
    }

    private void begin(int position) {
        from = position;
        firstEvent = eventCount;
        bytes = 0;
        table = false;
        crossroad = false;
        takesOperands = false;
        handler = StatementList.NONE;
    }

    /** Ends the present statement, if one was begun and there is anything in it. */
    private void finish(int position) {
        if (from >= 0 && position > from) {
            list.add(from, position, firstEvent, eventCount, bytes, table, crossroad, reachable, takesOperands || reachable && !wasAtBase, handler);
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
            case BLOCK, LOOP, IF, TRY, TRY_TABLE -> enter(op, at, next);
            case ELSE -> otherwise(at, next);
            case CATCH -> handler(at, next, module.tags()[in.u32()].payload().parameterCount() > 0);
            case CATCH_ALL -> handler(at, next, false);
            case DELEGATE -> delegate(at, next);
            case END -> close(at, next);
            case BR -> jump(JUMP, target(in.u32()));
            case BR_IF, BR_ON_NULL, BR_ON_NON_NULL -> jump(BRANCH, target(in.u32()));
            case GcOpcode.BR_ON_CAST, GcOpcode.BR_ON_CAST_FAIL -> jump(BRANCH, target(GcImmediates.CastBranch.read(in, module.definedTypes()).label()));
            case BR_TABLE -> branchTable();
            case RETURN -> jump(JUMP, blocks.getFirst());
            case RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> tailCall(op, at);
            case UNREACHABLE, THROW, THROW_REF, RETHROW -> {
                if (op == RETHROW) {
                    handler = Math.min(handler, target(in.u32()).number);
                }
                other(op, at);
                event(STOP, 0);
                reachable = false;
            }
            default -> other(op, at);
        }
        if (reachable && nowAtBase && from >= 0 && bytes >= statement) {
            wasAtBase = true;
            finish(next);
            begin(next);
        }
    }

    private void deadCode(int op, int at, int next) {
        if (dead > 0) {
            dead += op == END || op == DELEGATE ? -1 : opens(op) ? 1 : 0;
            return;
        }
        in.position = at;
        Immediates.opcode(in);
        switch (op) {
            case ELSE -> otherwise(at, next);
            case CATCH -> handler(at, next, module.tags()[in.u32()].payload().parameterCount() > 0);
            case CATCH_ALL -> handler(at, next, false);
            case DELEGATE -> delegate(at, next);
            case END -> close(at, next);
            default -> dead += opens(op) ? 1 : 0;
        }
    }

    private static boolean opens(int op) {
        return op == BLOCK || op == LOOP || op == IF || op == TRY || op == TRY_TABLE;
    }

    private void other(int op, int at) {
        boolean light = isNumeric(op) || op >= I32_LOAD && op <= I64_STORE32 || op >= I32_CONST && op <= F64_CONST || op == NOP || op == UNREACHABLE
                || op == DROP || op == SELECT || op == GLOBAL_GET || op == GLOBAL_SET || op == MEMORY_SIZE || SimdOpcode.isSimd(op)
                || GcOpcode.isGc(op) && !GcOpcode.mayPoll(op) || op >= REF_NULL && op <= REF_AS_NON_NULL;
        if (!light) {
            heavy(at);
        }
    }

    /** The end of the function, or its start once more; no local is alive there. */
    private void tailCall(int op, int at) {
        heavy(at);
        if (op == RETURN_CALL && in.u32() == function) {
            event(RESTART, 0);
            reachable = false;
        } else {
            jump(JUMP, blocks.getFirst());
        }
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
        int[] clauses = op == TRY_TABLE ? clauses() : null;
        Block block = open(op, at, false, type);
        block.clauses = clauses;
        event(OPEN, block.number);
        block.entered = op == IF;
        block.outer = list;
        block.from = from;
        block.event = firstEvent;
        block.bytes = bytes;
        block.table = table;
        block.crossroad = crossroad;
        block.takesOperands = takesOperands;
        block.handler = handler;
        list = newList(list);
        begin(next);
        takesOperands = type.parameterCount() > 0;
    }

    private int[] clauses() {
        var clauses = CatchClause.read(in);
        var targets = new int[clauses.length];
        for (int i = 0; i < clauses.length; i++) {
            Block target = target(clauses[i].label());
            target.reached = true;
            targets[i] = target.number;
        }
        return Arrays.stream(targets).distinct().toArray();
    }

    private void otherwise(int at, int next) {
        Block block = open.getLast();
        block.entered = false;
        nextPart(block, ELSE_EVENT, at, next);
        takesOperands = block.type.parameterCount() > 0;
    }

    /** Whatever a try's body does: that it can throw is taken for granted, here and by ExceptionCode. */
    private void handler(int at, int next, boolean payload) {
        Block block = open.getLast();
        nextPart(block, HANDLER, at, next);
        block.firstHandler = block.firstHandler < 0 ? eventCount - 1 : block.firstHandler;
        takesOperands = payload;
    }

    private void nextPart(Block block, int kind, int at, int next) {
        finish(at);
        block.reached |= reachable;
        event(kind, block.number);
        takeOver(block);
        list = newList(block.outer);
        reachable = true;
        begin(next);
    }

    private void delegate(int at, int next) {
        Block block = open.getLast();
        block.handler = Math.min(block.handler, open.get(open.size() - 2 - in.u32()).number);
        close(at, next);
    }

    /** What the statements of its list do, so does the statement that a block is in. */
    private void takeOver(Block block) {
        for (int i = 0; i < list.size; i++) {
            block.table |= list.dispatches[i];
            if (list.handler[i] < block.number) {
                block.handler = Math.min(block.handler, list.handler[i]);
            }
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
        handler = block.handler;
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

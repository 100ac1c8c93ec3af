// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.CatchClause;
import org.wsh.engine.binary.GcImmediates;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.runtime.CodeLines;
import org.wsh.engine.syntax.AtomicOpcode;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.GcOpcode;
import org.wsh.engine.syntax.Opcode;
import org.wsh.engine.syntax.SimdOpcode;
import org.wsh.engine.valid.BlockTypes;
import org.wsh.engine.valid.FunctionFacts;

/** One validated body, from its bytes to bytecode in one pass. */
final class BodyCompiler {
    private final MethodContext context;
    private final CodeBuilder code;
    private final Declarations module;
    private final OperandStack stack;
    private final MemoryCode memory;
    private final NumericCode numbers;
    private final ControlCode control;
    private final RareCode rare;
    private final SimdCode simd;
    private final CallCode calls;
    private final TailCode tail;
    private final int function;
    private final GcCode gc;
    private final AtomicCode atomics;
    private final ByteReader in;
    private int at;         // the present instruction
    /** Where a region ends, else -1. */
    private final int end;

    private BodyCompiler(MethodContext context, int function, Region region) {
        this.context = context;
        this.code = context.code;
        this.module = context.module;
        this.stack = new OperandStack(context);
        int start = region == null ? context.facts.code() : region.start;
        int bodyEnd = module.bodyEnds()[function - module.importedFunctions()];
        int compiledEnd = region == null ? bodyEnd : region.end;
        this.memory = new MemoryCode(context, stack, () -> AccessSpans.of(new ByteReader(module.bytes(), start, compiledEnd), context.facts.locals().length));
        this.numbers = new NumericCode(code, stack, context.names.canonicalNans);
        this.control = new ControlCode(context, stack, memory);
        this.rare = new RareCode(context, stack);
        this.simd = new SimdCode(code, stack, memory, context.names.canonicalNans);
        this.calls = new CallCode(context, stack);
        this.tail = new TailCode(context, stack);
        this.function = function;
        this.gc = new GcCode(context, stack);
        this.atomics = new AtomicCode(context, stack);
        this.in = new ByteReader(module.bytes(), start, bodyEnd);
        this.end = region == null ? -1 : region.end;
    }

    /** @param regions what of it is methods of their own */
    static void compile(CodeBuilder code, Names names, Declarations module, int function, FunctionFacts facts, boolean polls, List<Region> regions) {
        var context = new MethodContext(code, names, module, module.functionType(function), facts, polls);
        context.body(function - module.importedFunctions());
        context.regions = RegionCalls.of(regions, names.ownerOf(function));
        context.captureMethod = CaptureMethod.of(names.ownerOf(function), Names.method(function), facts, null);
        if (context.capture != null && regions.isEmpty()) {
            context.capture.live(LiveLocals.of(module, function, facts));
        }
        var compiler = new BodyCompiler(context, function, null);
        context.line(compiler.in.position);
        context.entry();
        compiler.body();
    }

    static void compile(CodeBuilder code, Names names, Declarations module, int function, FunctionFacts facts, boolean polls, Region region, ClassDesc owner) {
        var method = new RegionMethod(region, facts.locals());
        var context = new MethodContext(code, names, module, module.functionType(function), facts, polls, method);
        context.body(function - module.importedFunctions());
        context.regions = RegionCalls.of(region.children, owner);
        context.handlers = region.handlers;
        context.captureMethod = CaptureMethod.of(owner, region.method, facts, region);
        var compiler = new BodyCompiler(context, function, region);
        context.line(region.start);
        method.enter(context, compiler.control.blocks);
        if (region.alone && context.capture != null && region.children.isEmpty()) {
            context.capture.live(LiveLocals.of(module, function, facts));
        }
        method.beginHandingOut(context);
        compiler.body();
    }

    private void body() {
        while (!control.blocks.done() && in.position != end) {
            if (in.position == context.regions.position() && control.blocks.reachable) {
                context.line(in.position);
                in.position = context.regions.call(context, stack, control.jumps, memory);
                continue;
            }
            if (in.position == control.loops.countingEnd && control.blocks.reachable) {
                in.position = control.loops.endCounting();
                continue;
            }
            at = in.position;
            int op = Immediates.opcode(in);
            if (control.blocks.reachable) {
                if (CodeLines.isMarked(op)) {
                    context.line(at);
                }
                instruction(op);
                if (op >= BLOCK && op <= IF || op == TRY || op == TRY_TABLE) {
                    control.blocks.beganAt(at);
                }
            } else {
                unreachable(op);
            }
            if (control.loops.again >= 0) {
                in.position = control.loops.again;
                control.loops.again = -1;
            }
        }
        if (end >= 0) {
            if (control.blocks.reachable) {
                int results = stack.height;     // of a loop on its own
                stack.real(results);
                context.region.leave(context, stack, 0, results);
            }
            context.onTrap.close();
            context.region.end(context);
        }
        context.emitOutOfLine();
    }

    /** Steps over dead code to the end or else of the block we are in. */
    private void unreachable(int op) {
        for (int nested = 0; ; op = Immediates.opcode(in)) {
            switch (op) {
                case BLOCK, LOOP, IF, TRY, TRY_TABLE -> nested++;
                case CATCH, CATCH_ALL -> {
                    if (nested == 0) {
                        control.exceptions.handler(op == CATCH ? in.u32() : -1);
                        return;
                    }
                }
                case DELEGATE -> {
                    if (nested-- == 0) {
                        control.delegate(in.u32());
                        return;
                    }
                }
                case ELSE -> {
                    if (nested == 0) {
                        control.otherwise();
                        return;
                    }
                }
                case END -> {
                    if (nested-- == 0) {
                        control.end();
                        return;
                    }
                }
                default -> { }
            }
            Immediates.skip(in, op);
            if (in.position == end) {
                return;
            }
        }
    }

    private void instruction(int op) {
        context.onTrap.before(op);
        if (isNumeric(op)) {
            if (!Extreme.emit(op, in, code, stack)) {
                numbers.emit(op);
            }
            return;
        }
        if (op >= I32_LOAD && op <= I64_STORE32) {
            int index = Immediates.memory(Immediates.memoryFlags(in));
            if (op >= I32_STORE) {
                memory.store(op, index, in.u64(), at);
            } else {
                memory.load(op, index, in.u64(), at);
            }
            return;
        }
        if (SimdOpcode.isSimd(op)) {
            simd.emit(op, in);
            return;
        }
        if (AtomicOpcode.isAtomic(op)) {
            atomics.emit(op, in);
            return;
        }
        switch (op) {
            case NOP -> { }
            case UNREACHABLE -> {
                code.invokestatic(Names.TRAP, "unreachable", MethodTypeDesc.of(java.lang.constant.ClassDesc.of("java.lang.RuntimeException"))).athrow();
                control.blocks.reachable = false;
            }
            case BLOCK -> control.block(BlockTypes.read(in, module));
            case LOOP -> control.loops.begin(BlockTypes.read(in, module), in, at);
            case IF -> control.begin(BlockTypes.read(in, module));
            case ELSE -> control.otherwise();
            case END -> control.end();
            case BR -> control.jumps.br(in.u32());
            case BR_IF -> control.jumps.brIf(in.u32());
            case BR_TABLE -> control.jumps.brTable(in);
            case RETURN -> control.jumps.returnFromFunction();
            case CALL -> calls.direct(in.u32(), at);
            case CALL_INDIRECT -> calls.indirect(module.canonicalTypes()[in.u32()], in.u32(), at);
            case RETURN_CALL -> {
                int callee = in.u32();
                if (callee == function) {
                    tail.restart();
                } else {
                    tail.call(callee);
                }
                control.blocks.reachable = false;
            }
            case RETURN_CALL_INDIRECT -> {
                tail.callIndirect(module.canonicalTypes()[in.u32()], in.u32());
                control.blocks.reachable = false;
            }
            case RETURN_CALL_REF -> {
                tail.callReference(module.canonicalTypes()[in.u32()]);
                control.blocks.reachable = false;
            }
            case CALL_REF -> calls.reference(module.canonicalTypes()[in.u32()], at);
            case BR_ON_NULL -> branchOnNull(in.u32());
            case BR_ON_NON_NULL -> branchOnNonNull(in.u32());
            case GcOpcode.BR_ON_CAST, GcOpcode.BR_ON_CAST_FAIL -> branchOnCast(op);
            case TRY_TABLE -> control.exceptions.begin(op, BlockTypes.read(in, module), CatchClause.read(in));
            case TRY -> control.exceptions.begin(op, BlockTypes.read(in, module), null);
            case CATCH -> control.exceptions.handler(in.u32());
            case CATCH_ALL -> control.exceptions.handler(-1);
            case DELEGATE -> control.delegate(in.u32());
            case THROW -> control.exceptions.raise(in.u32());
            case THROW_REF -> control.exceptions.raiseReference();
            case RETHROW -> control.exceptions.rethrow(in.u32());
            case DROP -> drop();
            case SELECT -> select();
            case SELECT_TYPED -> {
                Immediates.skip(in, op);
                select();
            }
            case LOCAL_GET -> {
                int x = in.u32();
                stack.settle();
                control.jumps.cases.get(x);
                stack.pushLocal(context.facts.locals()[x], x);
            }
            case LOCAL_SET -> set(in.u32());
            case LOCAL_TEE -> {
                int x = in.u32();
                set(x);
                stack.pushLocal(context.facts.locals()[x], x);
            }
            case I32_CONST -> stack.pushConstant(I32, in.s32());
            case I64_CONST -> stack.pushConstant(I64, in.s64());
            case F32_CONST -> stack.pushConstant(F32, in.fixed32());
            case F64_CONST -> stack.pushConstant(F64, in.fixed64());
            default -> {
                if (GcOpcode.isGc(op)) {
                    gc.emit(op, in);
                } else {
                    rare.emit(op, in);
                }
            }
        }
    }

    private void set(int x) {
        stack.settle();
        if (stack.topKind(0) == OperandStack.LOCAL && stack.topPayload(0) == x) {
            stack.pop();
            return;
        }
        boolean real = stack.topKind(0) == OperandStack.REAL;
        stack.pop();
        stack.protect(x);
        if (!real) {
            stack.load(stack.height);
        }
        code.storeLocal(Names.kind(context.facts.locals()[x]), context.localSlots[x]);
        memory.localSet(x);
        control.loops.localSet(x);
        control.jumps.cases.set(x);
        if (context.carried != null) {
            context.carried.set(x);
        }
    }

    private void drop() {
        stack.settle();
        if (stack.topKind(0) == OperandStack.REAL) {
            if (Names.kind(stack.topType(0)).slotSize() == 2) {
                code.pop2();
            } else {
                code.pop();
            }
        }
        stack.pop();
    }

    private void select() {
        int type = stack.topType(2);
        Label first = code.newLabel();
        if (stack.topKind(1) != OperandStack.REAL && stack.topKind(2) != OperandStack.REAL) {
            Label end = code.newLabel();
            stack.branch(stack.condition(), first);
            stack.loadTop(0);
            code.goto_(end).labelBinding(first);
            stack.loadTop(1);
            code.labelBinding(end);
        } else {
            stack.realBelowTop(2);
            stack.branch(stack.condition(), first);
            if (Names.kind(type).slotSize() == 2) {
                code.dup2_x2().pop2().labelBinding(first).pop2();
            } else {
                code.swap().labelBinding(first).pop();
            }
        }
        stack.pop(2);
        stack.pushReal(type);
    }

    /** The branch doesn't take the reference along; it is put aside meanwhile. */
    private void branchOnNull(int depth) {
        stack.settle();
        if (stack.topKind(0) == OperandStack.REAL) {
            stack.saveTop(0);
        }
        int type = stack.topType(0);
        byte kind = stack.topKind(0);
        long payload = stack.topPayload(0);
        stack.loadTop(0);
        stack.pop();
        stack.pushCondition(java.lang.classfile.Opcode.IFNULL.bytecode());
        control.jumps.brIf(depth);
        stack.pushAgain(type, kind, payload);
    }

    /** The branch takes the reference along; else it is dropped. */
    private void branchOnNonNull(int depth) {
        stack.settle();
        if (stack.topKind(0) == OperandStack.REAL) {
            stack.saveTop(0);
        }
        stack.loadTop(0);
        stack.pushCondition(java.lang.classfile.Opcode.IFNONNULL.bytecode());
        control.jumps.brIf(depth);
        drop();
    }

    private void branchOnCast(int op) {
        var branch = GcImmediates.CastBranch.read(in, module.definedTypes());
        gc.testKept(branch.to());
        if (op == GcOpcode.BR_ON_CAST_FAIL) {
            stack.pop();
            stack.pushCondition(java.lang.classfile.Opcode.IFEQ.bytecode());
        }
        control.jumps.brIf(branch.label());
    }
}

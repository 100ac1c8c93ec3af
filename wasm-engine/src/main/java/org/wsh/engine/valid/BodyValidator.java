// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.binary.ValueTypes;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.MemoryType;
import org.wsh.engine.syntax.Opcode;
import org.wsh.engine.syntax.OpcodeNames;
import org.wsh.engine.syntax.GcOpcode;
import org.wsh.engine.syntax.SimdOpcode;
import org.wsh.engine.syntax.ValueType;

/**
 * Validates function bodies: the algorithm of the spec's appendix, one pass over the bytes. One object validates one body after another; not for two threads.
 * It doesn't recurse, so nesting costs memory in proportion to the input only.
 */
public final class BodyValidator {
    final Declarations module;
    final TypeStack stack = new TypeStack();
    private final UnsetLocals unset = new UnsetLocals();
    final ControlInstructions control = new ControlInstructions(this, unset);
    private final GcInstructions gc = new GcInstructions(this);
    ByteReader in;
    int function;
    FunctionType type;
    private int[] locals;
    int maxOperands;
    long clauseValues;
    boolean makesCalls, makesTailCalls;
    private long memories;
    int op;
    private int at;

    public BodyValidator(Declarations module) {
        this.module = module;
    }

    /** Follows a validation, instruction by instruction. */
    @FunctionalInterface
    public interface Observer {
        /** @param atBase whether the operand stack is as low as the present block lets it be */
        void after(int op, int at, int next, boolean atBase);
    }

    /** Throws InvalidModule or MalformedModule naming function and offset. */
    public FunctionFacts validate(int index) {
        return validate(index, null);
    }

    public FunctionFacts validate(int index, Observer observer) {
        int body = index - module.importedFunctions();
        function = index;
        type = module.functionType(index);
        in = new ByteReader(module.bytes(), module.bodyStarts()[body], module.bodyEnds()[body]);
        stack.clear();
        maxOperands = 0;
        clauseValues = 0;
        makesCalls = false;
        makesTailCalls = false;
        memories = 0;
        at = in.position;
        op = NOP;
        try {
            locals = Locals.read(in, type, module.definedTypes());
            unset.begin(locals, type.parameterCount());
            int code = in.position;
            stack.enter(BLOCK, new FunctionType(new int[0], results(type)), 0);
            while (stack.depth > 0) {
                at = in.position;
                if (in.atEnd()) {
                    throw new MalformedModule("unexpected end of section or function: END opcode expected", at);
                }
                op = Immediates.opcode(in);
                instruction();
                if (stack.height > maxOperands) {
                    maxOperands = stack.height;
                }
                if (observer != null) {
                    observer.after(op, at, in.position, stack.depth > 0 && stack.height == stack.base[stack.depth - 1]);
                }
            }
            if (!in.atEnd()) {
                throw new MalformedModule("section size mismatch: function body continues after its END opcode expected last", in.position);
            }
            return new FunctionFacts(locals, code, maxOperands, makesCalls, makesTailCalls, memories);
        } catch (InvalidModule e) {
            if (e.getMessage().startsWith("function ")) {
                throw e;
            }
            throw invalid(e.getMessage());
        }
    }

    /** Validates the constant expression at {@code start}, which may read immutable globals below {@code visibleGlobals}. */
    void constant(int start, int expected, int visibleGlobals) {
        function = -1;
        type = new FunctionType(new int[0], new int[] {expected});
        locals = new int[0];
        unset.begin(locals, 0);
        in = new ByteReader(module.bytes(), start, module.bytes().length);
        stack.clear();
        stack.enter(BLOCK, type, 0);
        while (stack.depth > 0) {
            at = in.position;
            op = Immediates.opcode(in);
            if (!ConstantInstructions.contains(op)) {
                throw invalid("constant expression required, found " + OpcodeNames.of(op));
            }
            if (op == GLOBAL_GET) {
                stack.push(constantGlobal(visibleGlobals));
            } else {
                instruction();
            }
        }
    }

    private int constantGlobal(int visible) {
        int g = index("global", visible);
        if (module.globals()[g].mutable()) {
            throw invalid("constant expression required, global " + g + " is mutable");
        }
        return module.globals()[g].type();
    }

    private static int[] results(FunctionType t) {
        var list = new int[t.resultCount()];
        for (int i = 0; i < list.length; i++) {
            list[i] = t.result(i);
        }
        return list;
    }

    private void instruction() {
        int o = op;
        if (isNumeric(o)) {
            int operand = operand(o);
            pop(operand);
            if (arity(o) == 2) {
                pop(operand);
            }
            stack.push(result(o));
            return;
        }
        if (o >= I32_LOAD && o <= I64_STORE32) {
            memoryAccess(o);
            return;
        }
        if (GcOpcode.isGc(o)) {
            gc.validate(o);
            return;
        }
        if (SimdOpcode.isSimd(o)) {
            SimdInstructions.validate(this, o);
            return;
        }
        switch (o) {
            case NOP -> { }
            case UNREACHABLE -> control.unreachable();
            case BLOCK, LOOP, IF, ELSE, END, BR, BR_IF, BR_TABLE, RETURN -> control.validate(o);
            case CALL, CALL_INDIRECT, CALL_REF, RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> CallInstructions.validate(this, o);
            case TRY_TABLE, THROW, THROW_REF, TRY, CATCH, CATCH_ALL, RETHROW, DELEGATE -> ExceptionInstructions.validate(this, o);
            case LOCAL_GET -> getLocal();
            case LOCAL_SET -> setLocal();
            case LOCAL_TEE -> stack.push(setLocal());
            case GLOBAL_GET -> stack.push(module.globals()[index("global", module.globals().length)].type());
            case GLOBAL_SET -> {
                var global = module.globals()[index("global", module.globals().length)];
                if (!global.mutable()) {
                    throw invalid("global is immutable");
                }
                pop(global.type());
            }
            case I32_CONST -> {
                in.s32();
                stack.push(I32);
            }
            case I64_CONST -> {
                in.s64();
                stack.push(I64);
            }
            case F32_CONST -> {
                in.skip(4);
                stack.push(F32);
            }
            case F64_CONST -> {
                in.skip(8);
                stack.push(F64);
            }
            case DROP -> pop(UNKNOWN);
            case SELECT -> {
                pop(I32);
                int a = pop(UNKNOWN);
                int b = pop(a);
                if (isReference(a) || isReference(b)) {
                    throw invalid("type mismatch: select without a type expects numbers, found " + ValueType.name(isReference(a) ? a : b));
                }
                stack.push(a == UNKNOWN ? b : a);
            }
            case SELECT_TYPED -> {
                int n = in.count("select types");
                if (n != 1) {
                    throw invalid("invalid result arity of select: " + n);
                }
                int t = ValueTypes.read(in, module.definedTypes());
                pop(I32);
                pop(t);
                pop(t);
                stack.push(t);
            }
            default -> RareInstructions.validate(this, o);
        }
    }

    private void getLocal() {
        int x = index("local", locals.length);
        if (unset.contains(x)) {
            throw invalid("uninitialized local " + x);
        }
        stack.push(locals[x]);
    }

    private int setLocal() {
        int x = index("local", locals.length);
        pop(locals[x]);
        unset.set(x);
        return locals[x];
    }

    private void memoryAccess(int o) {
        int address = memoryArgument(memoryWidth(o), false);
        if (o >= I32_STORE) {
            pop(Opcode.memoryValue(o));
            pop(address);
        } else {
            pop(address);
            stack.push(Opcode.memoryValue(o));
        }
    }

    /** Alignment, memory and offset of an access of {@code 1 << width} bytes; returns the type of its address. */
    int memoryArgument(int width, boolean alignmentIsExact) {
        int flags = Immediates.memoryFlags(in);
        long offset = in.u64();
        int memory = Immediates.memory(flags);
        if (memory >= module.memories().length) {
            throw invalid("unknown memory " + memory);
        }
        memories |= FunctionFacts.bit(memory);
        MemoryType type = module.memories()[memory];
        int align = Immediates.alignment(flags);
        if (align > width) {
            throw invalid("alignment must not be larger than natural: 2^" + align);
        }
        if (alignmentIsExact && align != width) {
            throw invalid("atomic alignment must be natural: 2^" + align);
        }
        if (!type.is64() && offset >>> 32 != 0) {
            throw invalid("offset out of range: " + Long.toUnsignedString(offset) + " in a 32-bit memory");
        }
        return type.addressType();
    }

    int index(String what, int size) {
        int i = in.u32();
        if (i < 0 || i >= size) {
            throw invalid("unknown " + what + " " + Integer.toUnsignedString(i));
        }
        return i;
    }

    /** Reads the index of a function type; returns the canonical one. */
    int functionType() {
        int t = index("type", module.types().length);
        if (module.types()[t] == null) {
            throw invalid("type mismatch: " + OpcodeNames.of(op) + " expects a function type, type " + t + " is " + module.definedTypes().get(t));
        }
        return module.canonicalTypes()[t];
    }

    // Operands.

    boolean matches(int found, int expected) {
        return module.definedTypes().matches(found, expected);
    }

    /** Pops an operand of type {@code expected}, UNKNOWN for any; returns what it is. */
    int pop(int expected) {
        int top = stack.depth - 1;
        if (stack.height == stack.base[top]) {
            if (stack.unreachable[top]) {
                return expected;
            }
            throw invalid("type mismatch: " + OpcodeNames.of(op) + " expects " + ValueType.name(expected) + ", found nothing");
        }
        int found = stack.operands[--stack.height];
        if (found != expected && !matches(found, expected)) {
            throw invalid("type mismatch: " + OpcodeNames.of(op) + " expects " + ValueType.name(expected) + ", found " + ValueType.name(found));
        }
        return found == UNKNOWN ? expected : found;
    }

    /** Pops a reference of any type; returns what it is. */
    int popReference() {
        int found = pop(UNKNOWN);
        if (found != UNKNOWN && !isReference(found)) {
            throw invalid("type mismatch: " + OpcodeNames.of(op) + " expects a reference, found " + ValueType.name(found));
        }
        return found == UNKNOWN ? UNKNOWN_REFERENCE : found;
    }

    /** Whether all that is left to pop is what nobody knows of unreachable code. */
    boolean isBottomless() {
        int top = stack.depth - 1;
        return stack.height == stack.base[top] && stack.unreachable[top];
    }

    void popParameters(FunctionType t) {
        for (int i = t.parameterCount() - 1; i >= 0; i--) {
            pop(t.parameter(i));
        }
    }

    void call(FunctionType t) {
        popParameters(t);
        for (int i = 0; i < t.resultCount(); i++) {
            stack.push(t.result(i));
        }
    }

    InvalidModule invalid(String what) {
        if (function < 0) {
            return new InvalidModule(what, at);
        }
        return InvalidModule.inFunction(function, at, what.startsWith("offset ") ? what.substring(what.indexOf(": ") + 2) : what);
    }

    MalformedModule malformedEnd(String what) {
        return new MalformedModule(what, at);
    }
}

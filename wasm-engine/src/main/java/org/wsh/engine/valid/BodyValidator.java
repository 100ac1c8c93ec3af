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
    private final GcInstructions gc = new GcInstructions(this);
    ByteReader in;
    private int function;
    private FunctionType type;
    private int[] locals;
    int maxOperands;
    long clauseValues;
    private boolean makesCalls, makesTailCalls, loops;
    private long memories;
    private int branchTables;
    private int op;
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
        loops = false;
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
            return new FunctionFacts(locals, code, maxOperands, makesCalls, makesTailCalls, loops, memories);
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
            case UNREACHABLE -> unreachable();
            case BLOCK, LOOP -> {
                FunctionType t = BlockTypes.read(in, module);
                popParameters(t);
                enter(o, t);
                loops |= o == LOOP;
            }
            case IF -> {
                FunctionType t = BlockTypes.read(in, module);
                pop(I32);
                popParameters(t);
                enter(o, t);
            }
            case ELSE -> {
                int top = stack.depth - 1;
                if (stack.opcode[top] != IF) {
                    throw malformedEnd("else without if (END opcode expected)");
                }
                FunctionType t = leave();
                enter(ELSE, t);
            }
            case END -> {
                int top = stack.depth - 1;
                boolean bareIf = stack.opcode[top] == IF;
                FunctionType t = leave();
                if (bareIf && !parametersAreResults(t)) {
                    throw invalid("type mismatch: if without else must give what it takes, has type " + t);
                }
                for (int i = 0; i < t.resultCount(); i++) {
                    stack.push(t.result(i));
                }
            }
            case BR -> {
                popLabel(label(in.u32()));
                unreachable();
            }
            case BR_IF -> {
                int label = label(in.u32());
                pop(I32);
                popLabel(label);
                pushLabel(label);
            }
            case BR_TABLE -> branchTable();
            case RETURN -> {
                popResults(type);
                unreachable();
            }
            case CALL -> {
                makesCalls = true;
                int callee = index("function", module.functionCount());
                call(module.functionType(callee));
            }
            case CALL_INDIRECT -> {
                makesCalls = true;
                call(indirectCallee());
            }
            case RETURN_CALL -> {
                int callee = index("function", module.functionCount());
                makesTailCalls |= callee != function;
                loops |= callee == function;
                tailCall(module.functionType(callee));
            }
            case RETURN_CALL_INDIRECT -> {
                makesTailCalls = true;
                tailCall(indirectCallee());
            }
            case CALL_REF -> {
                makesCalls = true;
                int callee = functionType();
                pop(concrete(callee));
                call(module.types()[callee]);
            }
            case RETURN_CALL_REF -> {
                makesTailCalls = true;
                int callee = functionType();
                pop(concrete(callee));
                tailCall(module.types()[callee]);
            }
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

    private void popResults(FunctionType t) {
        for (int i = t.resultCount() - 1; i >= 0; i--) {
            pop(t.result(i));
        }
    }

    void call(FunctionType t) {
        popParameters(t);
        for (int i = 0; i < t.resultCount(); i++) {
            stack.push(t.result(i));
        }
    }

    /** Reads type and table of an indirect call, and pops the index. */
    private FunctionType indirectCallee() {
        FunctionType t = module.types()[functionType()];
        int table = index("table", module.tables().length);
        if (!matches(module.tables()[table].element(), FUNCREF)) {
            throw invalid("type mismatch: " + OpcodeNames.of(op) + " expects a table of funcref, found " + ValueType.name(module.tables()[table].element()));
        }
        pop(module.tables()[table].indexType());
        return t;
    }

    private void tailCall(FunctionType callee) {
        boolean same = callee.resultCount() == type.resultCount();
        for (int i = 0; same && i < type.resultCount(); i++) {
            same = matches(callee.result(i), type.result(i));
        }
        if (!same) {
            throw invalid("type mismatch: " + OpcodeNames.of(op) + " of a function of type " + callee + " in one of type " + type);
        }
        popParameters(callee);
        unreachable();
    }

    // Control.

    void enter(int o, FunctionType t) {
        stack.enter(o, t, unset.mark());
        for (int i = 0; i < t.parameterCount(); i++) {
            stack.push(t.parameter(i));
        }
    }

    int mark() {
        return unset.mark();
    }

    FunctionType leave() {
        int top = stack.depth - 1;
        FunctionType t = stack.type[top];
        popResults(t);
        if (stack.height != stack.base[top]) {
            throw invalid("type mismatch: block of type " + t + " leaves " + (stack.height - stack.base[top]) + " values too many");
        }
        unset.unsetSince(stack.localsMark[top]);
        stack.depth--;
        return t;
    }

    void unreachable() {
        int top = stack.depth - 1;
        stack.height = stack.base[top];
        stack.unreachable[top] = true;
    }

    int label(int depth) {
        if (depth < 0 || depth >= stack.depth) {
            throw invalid("unknown label " + Integer.toUnsignedString(depth));
        }
        return stack.depth - 1 - depth;
    }

    int labelArity(int label) {
        FunctionType t = stack.type[label];
        return stack.opcode[label] == LOOP ? t.parameterCount() : t.resultCount();
    }

    int labelType(int label, int i) {
        FunctionType t = stack.type[label];
        return stack.opcode[label] == LOOP ? t.parameter(i) : t.result(i);
    }

    void popLabel(int label) {
        for (int i = labelArity(label) - 1; i >= 0; i--) {
            pop(labelType(label, i));
        }
    }

    void pushLabel(int label) {
        for (int i = 0, n = labelArity(label); i < n; i++) {
            stack.push(labelType(label, i));
        }
    }

    /** The branch of an instruction that takes along a reference of type {@code last} above the other operands, which stay if it isn't taken. */
    void passLabel(int depth, int last) {
        int label = label(depth);
        int n = labelArity(label);
        if (n == 0 || !matches(last, labelType(label, n - 1))) {
            throw invalid("type mismatch: " + OpcodeNames.of(op) + " takes along " + ValueType.name(last) + ", its label expects "
                    + (n == 0 ? "nothing" : ValueType.name(labelType(label, n - 1))));
        }
        for (int i = n - 2; i >= 0; i--) {
            pop(labelType(label, i));
        }
        for (int i = 0; i < n - 1; i++) {
            stack.push(labelType(label, i));
        }
    }

    private void branchTable() {
        int n = in.count("br_table targets");
        int first = in.position;
        if (n > in.end - first) {
            throw in.unexpectedEnd();
        }
        pop(I32);
        int position = first;
        for (int i = 0; i < n; i++) {
            in.u32();
        }
        int otherwise = label(in.u32());
        int end = in.position;
        int arity = labelArity(otherwise);
        in.position = position;
        branchTables++;
        stack.checkedBy[otherwise] = branchTables;
        for (int i = 0; i < n; i++) {
            int label = label(in.u32());
            if (stack.checkedBy[label] == branchTables) {
                continue;       // each label once, or a table could cost its length times the arity
            }
            stack.checkedBy[label] = branchTables;
            if (labelArity(label) != arity) {
                throw invalid("type mismatch: br_table labels differ in arity");
            }
            checkLabel(label);
        }
        in.position = end;
        popLabel(otherwise);
        unreachable();
    }

    /** Checks a label's operands and leaves them there. */
    private void checkLabel(int label) {
        int height = stack.height;
        popLabel(label);
        stack.height = height;
    }

    private boolean parametersAreResults(FunctionType t) {
        if (t.parameterCount() != t.resultCount()) {
            return false;
        }
        for (int i = 0; i < t.resultCount(); i++) {
            if (!matches(t.parameter(i), t.result(i))) {
                return false;
            }
        }
        return true;
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

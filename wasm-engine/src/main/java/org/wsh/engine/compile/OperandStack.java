// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.util.Arrays;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;

/**
 * The Wasm operand stack at compile time. An operand is REAL, on the JVM's stack in order; or not there yet: a CONSTANT, a Wasm LOCAL that hasn't been set since, or saved in a TEMPORARY;
 * or, on top only, a CONDITION: the operands of a JVM conditional branch are on the JVM's stack, and the branch would be taken for 1.
 * So constants and addresses are loaded where the JVM wants them, and compare-and-branch is one instruction.
 *
 * <p>At every block's start nothing below it is REAL: JVM labels then have only the block's results on the stack, branches out of a block
 * discard nothing of the outside, and a loop's head has an empty stack, without which the JIT can't enter a running loop.
 */
final class OperandStack {
    static final byte REAL = 0, CONSTANT = 1, LOCAL = 2, TEMPORARY = 3, CONDITION = 4;
    private static final Opcode[] BRANCHES = new Opcode[200];

    static {
        for (Opcode o : Opcode.values()) {
            if (o.kind() == Opcode.Kind.BRANCH && o.bytecode() < BRANCHES.length) {
                BRANCHES[o.bytecode()] = o;
            }
        }
    }

    private final MethodContext context;
    private final CodeBuilder code;
    private final Temporaries temporaries;

    int height;
    private int[] types = new int[32];
    private byte[] kinds = new byte[32];
    private long[] payloads = new long[32];     // constant's bits, local's index, temporary's slot, branch opcode

    OperandStack(MethodContext context) {
        this.context = context;
        this.code = context.code;
        this.temporaries = new Temporaries(context);
    }

    int type(int i) {
        return types[i];
    }

    byte kind(int i) {
        return kinds[i];
    }

    /** The same of the operand {@code down} below the top. */
    byte topKind(int down) {
        return kinds[height - 1 - down];
    }

    int topType(int down) {
        return types[height - 1 - down];
    }

    /** Whether two operands below the top are the same local or constant. */
    boolean same(int down, int other) {
        int i = height - 1 - down, j = height - 1 - other;
        return (kinds[i] == LOCAL || kinds[i] == CONSTANT) && kinds[j] == kinds[i] && payloads[j] == payloads[i];
    }

    long topPayload(int down) {
        return payloads[height - 1 - down];
    }

    private void push(int type, byte kind, long payload) {
        if (height == types.length) {
            types = Arrays.copyOf(types, height * 2);
            kinds = Arrays.copyOf(kinds, height * 2);
            payloads = Arrays.copyOf(payloads, height * 2);
        }
        types[height] = type;
        kinds[height] = kind;
        payloads[height++] = payload;
    }

    /** What generated code just left on the JVM's stack. */
    void pushReal(int type) {
        push(type, REAL, 0);
    }

    void pushConstant(int type, long bits) {
        settle();
        push(type, CONSTANT, bits);
    }

    void pushLocal(int type, int local) {
        settle();
        push(type, LOCAL, local);
    }

    void pushCondition(int branch) {
        push(ValueType.I32, CONDITION, branch);
    }

    /** Forgets the top operand; if REAL, the code must have consumed it. */
    void pop() {
        height--;
    }

    void pop(int n) {
        height -= n;
    }

    /** Makes a condition on top a REAL 0 or 1, as only the next instruction can use it better. */
    void settle() {
        if (height > 0 && kinds[height - 1] == CONDITION) {
            Label yes = code.newLabel(), end = code.newLabel();
            context.size.jumps(MethodSize.JUMP);
            code.branch(BRANCHES[(int) payloads[height - 1]], yes);
            code.iconst_0().goto_(end).labelBinding(yes).iconst_1().labelBinding(end);
            kinds[height - 1] = REAL;
        }
    }

    /** Makes the top {@code n} operands REAL. */
    void real(int n) {
        settle();
        int first = height - n;
        int deferred = first;
        while (deferred < height && kinds[deferred] == REAL) {
            deferred++;
        }
        if (n == 2 && deferred == first && kinds[first + 1] == REAL
                && Names.kind(types[first]).slotSize() == 1 && Names.kind(types[first + 1]).slotSize() == 1) {
            load(first);
            kinds[first] = REAL;
            code.swap();
            return;
        }
        // REAL ones above a deferred one must make room.
        for (int i = height - 1; i > deferred; i--) {
            if (kinds[i] == REAL) {
                save(i);
            }
        }
        for (int i = deferred; i < height; i++) {
            load(i);
            kinds[i] = REAL;
        }
    }

    /** Emits the load of an operand that isn't REAL, leaving it as it is. */
    void load(int i) {
        switch (kinds[i]) {
            case CONSTANT -> Constants.load(code, types[i], payloads[i]);
            case LOCAL -> code.loadLocal(Names.kind(types[i]), context.localSlots[(int) payloads[i]]);
            default -> code.loadLocal(Names.kind(types[i]), (int) payloads[i]);
        }
    }

    void loadTop(int down) {
        load(height - 1 - down);
    }

    /** Stores the JVM's top, which is operand {@code i}, into its temporary. */
    void save(int i) {
        int slot = temporary(i, types[i]);
        code.storeLocal(Names.kind(types[i]), slot);
        kinds[i] = TEMPORARY;
        payloads[i] = slot;
    }

    void saveTop(int down) {
        save(height - 1 - down);
    }

    /** Takes the top {@code n} off the JVM's stack. */
    void saveAll(int n) {
        settle();
        for (int i = height - 1; i >= height - n; i--) {
            if (kinds[i] == REAL) {
                save(i);
            }
        }
    }

    /** Puts back an operand that was popped and isn't REAL. */
    void pushAgain(int type, byte kind, long payload) {
        push(type, kind, payload);
    }

    /** Stores the top operands, the parameters of {@code type} and none of them REAL, into the arrays of an {@code owner} that is on the JVM's stack; they are popped. */
    void storeTop(FunctionType type, ClassDesc owner) {
        int n = type.parameterCount();
        context.size.spend((long) MethodSize.MOVE * n);
        for (int i = 0; i < n; i++) {
            int t = type.parameter(i);
            boolean number = ValueType.isNumber(t);
            code.dup().getfield(owner, number ? "values" : "references", number ? Names.LONGS : Names.OBJECTS).loadConstant(i);
            loadTop(n - 1 - i);
            if (number) {
                Results.toBits(code, t);
                code.lastore();
            } else {
                code.aastore();
            }
        }
        pop(n);
    }

    /** The local that keeps an operand of that type at that height. */
    int temporary(int i, int type) {
        return temporaries.slot(i, type);
    }

    /** Before local {@code local} is set: operands that stand for its old value are copied. */
    void protect(int local) {
        context.size.spend(height);
        for (int i = height - 1; i >= 0; i--) {
            if (kinds[i] == LOCAL && payloads[i] == local) {
                copyToTemporary(i);
            }
        }
    }

    private void copyToTemporary(int i) {
        load(i);
        save(i);
    }

    /** At a block's start: nothing stays REAL, nor depends on locals; except the top {@code n}, which aren't on the JVM's stack or nothing below is. */
    void spill(int n) {
        context.size.spend(height);
        for (int i = height - 1 - n; i >= 0; i--) {
            if (kinds[i] == REAL) {
                save(i);
            } else if (kinds[i] == LOCAL) {
                copyToTemporary(i);
            }
        }
    }

    /** Moves all operands from {@code from} on off the JVM's stack. */
    void clearReal(int from) {
        settle();
        for (int i = height - 1; i >= from; i--) {
            if (kinds[i] == REAL) {
                save(i);
            }
        }
    }

    /** Whether {@link #spill} would have to move something off the JVM's stack, not counting the top {@code n}. */
    boolean anyReal(int from, int n) {
        for (int i = from; i < height - n; i++) {
            if (kinds[i] == REAL) {
                return true;
            }
        }
        return false;
    }

    /** For a loop: its parameters, the top {@code n}, go to the temporaries where every iteration finds them. */
    void toTemporaries(int n) {
        for (int i = height - n; i < height; i++) {
            if (kinds[i] != TEMPORARY) {
                copyToTemporary(i);
            }
        }
    }

    /** Discards REAL operands from the JVM's stack, those between {@code from} and the top {@code keep}, which are REAL and stay. */
    void discardBelow(int from, int keep) {
        int top = height - keep;
        if (!anyReal(from, keep)) {
            return;
        }
        int[] slots = new int[keep];
        for (int i = height - 1; i >= top; i--) {
            slots[i - top] = temporary(i, types[i]);
            code.storeLocal(Names.kind(types[i]), slots[i - top]);
        }
        for (int i = top - 1; i >= from; i--) {
            if (kinds[i] == REAL) {
                if (Names.kind(types[i]).slotSize() == 2) {
                    code.pop2();
                } else {
                    code.pop();
                }
            }
        }
        for (int i = top; i < height; i++) {
            code.loadLocal(Names.kind(types[i]), slots[i - top]);
        }
    }

    /** Puts the top operand, a condition or index, where the operands below it can be handled. */
    void saveCondition() {
        settle();
        if (kinds[height - 1] == REAL) {
            save(height - 1);
        }
    }

    /** Makes the {@code n} operands below the top REAL, if need be by saving the top. */
    void realBelowTop(int n) {
        boolean all = true;
        for (int i = height - 1 - n; i < height - 1; i++) {
            all &= kinds[i] == REAL;
        }
        if (all) {
            return;
        }
        saveCondition();
        height--;
        int type = types[height];
        byte kind = kinds[height];
        long payload = payloads[height];
        real(n);
        push(type, kind, payload);
    }

    /** The operands from {@code from} on, to come back to after an if's first branch. */
    SavedOperands copy(int from) {
        return new SavedOperands(from, Arrays.copyOfRange(types, from, height), Arrays.copyOfRange(kinds, from, height), Arrays.copyOfRange(payloads, from, height));
    }

    void restore(SavedOperands saved) {
        height = saved.from();
        for (int i = 0; i < saved.size(); i++) {
            push(saved.type(i), saved.kinds()[i], saved.payloads()[i]);
        }
    }

    /** Before the top {@code n} become the arguments of a call that may be captured: takes what is below them off the JVM's stack. */
    void clearBelow(int n) {
        settle();
        if (anyReal(0, n)) {
            for (int i = height - 1; anyReal(0, height - 1 - i); i--) {
                if (kinds[i] == REAL) {
                    save(i);
                }
            }
        }
    }

    /** Prepares the top operand as a condition; returns the branch that is taken if it is not 0. The operand is popped. */
    int condition() {
        height--;
        if (kinds[height] == CONDITION) {
            return (int) payloads[height];
        }
        if (kinds[height] != REAL) {
            load(height);
        }
        return Opcode.IFNE.bytecode();
    }

    void branch(int branch, Label label) {
        context.size.jumps(MethodSize.JUMP);
        code.branch(BRANCHES[branch], label);
    }

    static int negate(int branch) {
        return branch >= Opcode.IFNULL.bytecode() ? branch ^ 1 : ((branch + 1) ^ 1) - 1;
    }
}

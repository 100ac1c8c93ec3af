// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.lang.classfile.Label;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wsh.engine.syntax.AtomicOpcode;
import org.wsh.engine.syntax.GcOpcode;
import org.wsh.engine.syntax.SimdOpcode;

/**
 * A loop keeps the budget in a local, and a trap would lose what it spent. So code that may trap while it is there is covered by an entry of the JVM's exception table, whose handler writes the
 * budget back and throws on; first it charges what is owed. To the JIT a handler that was never entered is no code.
 *
 * <p>A range is open from the first instruction that may trap until where the budget is changes, in the order of the code.
 */
final class BudgetOnTrap {
    private static final Runnable NOTHING = () -> { };

    private final MethodContext context;
    private final Map<Runnable, Label> handlers = new LinkedHashMap<>();
    private Runnable correction = NOTHING;
    private boolean leftOut;
    private Label start;                    // of the open range, or null

    BudgetOnTrap(MethodContext context) {
        this.context = context;
    }

    /** From here on the budget in the local is that, once {@code emitter}'s code has run; null: it is as it should be. */
    void correct(Runnable emitter) {
        close();
        correction = emitter == null ? NOTHING : emitter;
    }

    /** A loop that is not charged round by round begins or ends. */
    void leaveOut(boolean begins) {
        close();
        leftOut = begins;
    }

    /** Before the code of an instruction. */
    void before(int op) {
        if (start == null && mayTrap(op)) {
            open();
        }
    }

    /** Before code that may trap, whatever it is. */
    void open() {
        if (start == null && context.polls && context.budget.inLocal && !leftOut) {
            start = context.code.newBoundLabel();
            context.code.nop();     // a range must not be empty
        }
    }

    /** Where the budget is, or what has to be put right, changes. */
    void close() {
        if (start != null) {
            Label handler = handlers.computeIfAbsent(correction, c -> context.newTarget());
            context.code.exceptionCatchAll(start, context.code.newBoundLabel(), handler);
            start = null;
        }
    }

    /** At the method's end. */
    void emitHandlers() {
        handlers.forEach((emitter, label) -> {
            context.code.labelBinding(label);
            emitter.run();
            context.loadInstance();
            context.code.iload(context.budget.slot).putfield(Names.INSTANCE, "budget", Names.INT).athrow();
        });
    }

    /** Those that charge have the budget in its field. */
    private static boolean mayTrap(int op) {
        if (isNumeric(op)) {
            return traps(op);
        }
        return op >= I32_LOAD && op <= I64_STORE32 || op == UNREACHABLE || op == TABLE_GET || op == TABLE_SET || op == REF_AS_NON_NULL
                || GcOpcode.isGc(op) && !GcOpcode.mayPoll(op) || SimdOpcode.isSimd(op) || AtomicOpcode.isAtomic(op);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import static org.wsh.engine.syntax.Opcode.*;

import java.util.Arrays;
import org.wsh.engine.runtime.Frames;
import org.wsh.engine.runtime.GuestFrame;
import org.wsh.engine.runtime.Results;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.engine.runtime.TailCall;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.WasmException;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;

/** An interpreter's state to and from a captured frame. */
public final class FrameData {
    private FrameData() {}

    /** Goes on in a frame that was captured, on whatever tier. */
    public static Results resume(GuestFrame from, Results results, WasmException thrown) {
        var library = from.instance.library();
        Body body = Interpreter.body(library, from.function);
        var frame = new Interpreter(body, from.instance, from.depth, library.polls());
        int top;
        try {
            top = goOn(frame, from, results, thrown);
        } catch (Trap | IndexOutOfBoundsException | ArithmeticException | StackOverflowError e) {
            throw frame.left(e, from.function);
        } catch (WasmException e) {
            if (e != thrown) {
                e.leftInterpreted(frame.place(from.function));
            }
            throw e;
        } catch (StackCapture c) {
            throw handOver(c, frame, from.function, from.calledAt);
        }
        var values = new long[body.results];
        var references = new Object[body.results];
        if (top < 0) {
            try {
                Interpreter.finish(TailCall.run(from.instance, from.calledAt, Frames.tailWeight(body.type.parameterCount())), values, references, body.results);
            } catch (Trap | IndexOutOfBoundsException | ArithmeticException | StackOverflowError e) {
                throw Trap.of(e);
            }
        } else {
            System.arraycopy(frame.values, top - body.results, values, 0, body.results);
            System.arraycopy(frame.references, top - body.results, references, 0, body.results);
        }
        return new Results(values, references);
    }

    static StackCapture handOver(StackCapture capture, Interpreter f, int function, int calledAt) {
        var frame = of(f, function, calledAt);
        return f.inLoop ? capture.around(frame, f.operands) : capture.frame(frame);
    }

    private static GuestFrame of(Interpreter f, int function, int calledAt) {
        var sites = f.body.sites;
        boolean atEntry = f.polling && f.position == 0;
        int site = atEntry ? -1 : sites.at(f.position, f.polling || f.inLoop);
        int n = f.operands + (atEntry ? 0 : sites.height(site));
        var references = Arrays.copyOf(f.references, n);
        for (int i = 0; i < f.operands; i++) {
            if (ValueType.isNumber(f.body.facts.locals()[i])) {
                references[i] = null;       // whatever passed there with a number
            }
        }
        return new GuestFrame(f.instance, function, atEntry ? 0 : sites.offset(site), f.depth, calledAt, Arrays.copyOf(f.values, n), references,
                Arrays.copyOfRange(f.references, f.exceptions, f.references.length));
    }

    /** Runs on from where the frame is, in an interpreter that was made for it; returns what {@link Interpreter#run(int, int)} does. */
    static int goOn(Interpreter f, GuestFrame from, Results results, WasmException thrown) {
        int n = from.values.length;
        System.arraycopy(from.values, 0, f.values, 0, n);
        System.arraycopy(from.references, 0, f.references, 0, from.references.length);
        System.arraycopy(from.exceptions, 0, f.references, f.exceptions, from.exceptions.length);
        if (from.position == 0) {
            if (thrown != null) {
                throw thrown;
            }
            return f.run(0, f.operands);
        }
        var sites = f.body.sites;
        int site = sites.atOffset(from.position);
        if (n != f.operands + sites.height(site)) {
            throw new IllegalStateException(from + " has " + n + " values, not " + (f.operands + sites.height(site)));
        }
        if (thrown != null) {
            f.position = sites.pc(site);
            return f.handle(thrown);
        }
        if (!sites.isHead(site)) {
            int k = callee(f, sites.pc(site)).resultCount();
            System.arraycopy(results.values(), 0, f.values, n, k);
            System.arraycopy(results.references(), 0, f.references, n, k);
            n += k;
        }
        return f.run(sites.next(site), n);
    }

    /** The type of what is called at a position. */
    private static FunctionType callee(Interpreter f, int pc) {
        var module = f.instance.declarations();
        int operand = f.body.code[pc + 1];
        return f.body.code[pc] == CALL ? module.functionType(operand) : module.types()[operand];
    }
}

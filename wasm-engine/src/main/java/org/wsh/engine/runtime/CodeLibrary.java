// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.concurrent.ConcurrentMap;
import org.wsh.engine.syntax.Declarations;

/** The code of an image, shared by its instances: what stands behind is a compiler, an interpreter, or classes made ahead of time. */
public interface CodeLibrary {
    Declarations declarations();

    /** The code of a function as an object, compiled when first asked for. */
    Code entry(int function);

    /** Code of canonical type {@code type} that calls something from outside the image. */
    Code adapter(int type, FunctionRef target);

    /** What the interpreter keeps of bodies, by function index. */
    ConcurrentMap<Integer, Object> interpreted();

    /** Whether it charges budgets. */
    boolean polls();

    /** Whether NaNs that arithmetic makes are made the canonical one. */
    boolean canonicalNans();

    /** Whether its functions hand over their frames when they are captured. */
    boolean captures();

    /** So often an interpreter is at a loop's head before it asks for the {@link #loop}. */
    int hotLoop();

    /** A loop as code of its own, or null if there can be none. @param offset of the loop in the function's body */
    CompiledLoop loop(int function, int offset);

    /** Goes on in a captured frame, whose call gave these results or threw; returns what the function does. */
    Results resume(GuestFrame frame, Results results, WasmException thrown);
}

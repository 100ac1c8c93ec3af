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
}

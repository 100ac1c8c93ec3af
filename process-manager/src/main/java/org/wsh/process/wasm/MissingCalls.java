// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.wasm;

import org.wsh.engine.runtime.JavaFunction;
import org.wsh.engine.syntax.FunctionType;

/** What stands in for system calls that a binding does not know, so that programs which import more than they call can run. A binding may be one. */
public interface MissingCalls {
    /** @return what the program's import of that name does; null if the program cannot run without it */
    JavaFunction standIn(String module, String name, FunctionType type);
}

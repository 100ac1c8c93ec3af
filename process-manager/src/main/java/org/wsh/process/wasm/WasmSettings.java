// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.wasm;

import java.util.List;
import org.wsh.engine.link.CodeSource;
import org.wsh.engine.link.CodeStore;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.JavaFunction;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.Import;

/**
 * How a machine's Wasm programs are run.
 *
 * @param binding              what modules' function imports are bound to
 * @param code                 code that was compiled ahead of time
 * @param store                keeps compiled code between runs
 * @param stackBytes           how deep calls may go: the engine's InstanceOptions.stackBytes
 * @param missingImportsAllowed a function that is not there traps when it is called, instead of making the program one that cannot run
 */
public record WasmSettings(ImportBinding binding, List<CodeSource> code, CodeStore store, int stackBytes, boolean missingImportsAllowed) {
    public WasmSettings {
        code = List.copyOf(code);
    }

    /** What a program gets for a function that the binding does not have; null if the program cannot run without. */
    JavaFunction standIn(Import wanted) {
        return binding instanceof MissingCalls calls && wanted.type() instanceof FunctionType type
                && binding.function(wanted.module(), wanted.name(), type).isEmpty() ? calls.standIn(wanted.module(), wanted.name(), type) : null;
    }
}

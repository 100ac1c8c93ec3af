// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.wasm;

import java.util.ArrayList;
import java.util.Set;
import org.wsh.engine.Image;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.JavaFunction;
import org.wsh.engine.runtime.LinearMemory;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.Import;
import org.wsh.engine.syntax.MemoryType;

/**
 * The code of a Wasm command, and how it gets instances.
 *
 * @param traits what its imports say of the libc it was linked with
 */
public record WasmImage(Image image, Traits traits, WasmSettings settings) {
    /**
     * @param posix    imports from WASIX or wsh_1: fd_renumber means dup2
     * @param preopens looks for directories it was given (fd_prestat_get)
     * @param wasix    of the WASIX generations: preopens are "/" and "."
     * @param firstGeneration of before May 2023, when preview 1's calls were imported from WASIX's module
     */
    public record Traits(boolean posix, boolean preopens, boolean wasix, boolean firstGeneration) {
        private static final Set<String> MOVED = Set.of("args_get", "clock_time_get", "environ_get", "fd_close", "fd_read", "fd_write", "poll_oneoff", "proc_exit");

        /** Whether that call is imported from preview 1's module since May 2023. */
        static boolean hasMoved(String call) {
            return MOVED.contains(call);
        }
    }

    /** The first generation of WASIX programs, and all with threads, import their memory: it is made for them, and is theirs alone afterwards. */
    public Instance instantiate(InstanceOptions options) {
        var memories = new ArrayList<LinearMemory>(0);
        Imports imports = functions();
        for (Import each : image.module().imports()) {
            if (each.type() instanceof MemoryType type) {
                imports = imports == Imports.NONE ? Imports.of() : imports;
                LinearMemory memory = LinearMemory.of(type, options.ledger());
                memories.add(memory);
                imports = imports.memory(each.module(), each.name(), memory);
            }
        }
        try {
            return image.instantiate(imports, options);
        } finally {
            for (LinearMemory memory : memories) {
                if (memory.type().shared()) {
                    memory.close();
                }
            }
        }
    }

    /** What stands in for imported functions that are not there. */
    private Imports functions() {
        Imports imports = settings.missingImportsAllowed() ? Imports.of().stubMissingFunctions() : Imports.NONE;
        for (Import each : image.module().imports()) {
            if (each.type() instanceof FunctionType type && settings.standIn(each) instanceof JavaFunction standIn) {
                imports = (imports == Imports.NONE ? Imports.of() : imports).function(each.module(), each.name(), type, standIn);
            }
        }
        return imports;
    }

    /** Whether all its memories are imported and shared, so that several threads can run on them. */
    public boolean canShareMemory() {
        int shared = 0;
        for (Import each : image.module().imports()) {
            shared += each.type() instanceof MemoryType type && type.shared() ? 1 : 0;
        }
        return shared > 0 && shared == image.module().declarations().memories().length;
    }

    /**
     * An instance for another thread, on the memories of {@code sibling}. Its start function has not run.
     *
     * @throws org.wsh.engine.runtime.LinkError not enough memory
     */
    public Instance allocateBeside(Instance sibling, InstanceOptions options) {
        Imports imports = functions();
        int memory = 0;
        for (Import each : image.module().imports()) {
            if (each.type() instanceof MemoryType) {
                imports = (imports == Imports.NONE ? Imports.of() : imports).memory(each.module(), each.name(), sibling.memory(memory++));
            }
        }
        return image.allocate(imports, options);
    }
}

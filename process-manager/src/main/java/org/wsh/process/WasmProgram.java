// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.wsh.engine.Image;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.JavaFunction;
import org.wsh.engine.runtime.Ledger;
import org.wsh.engine.runtime.LinearMemory;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.Import;
import org.wsh.engine.syntax.MemoryType;
import org.wsh.vfs.Caller;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.PlacedCaller;

/**
 * A Wasm command: its image, and what running it takes beside that.
 *
 * @param traits what its imports say of the libc it was linked with
 */
record WasmProgram(Image image, Traits traits, WasmSettings settings) implements Program {
    private static final int FIRST_BUDGET = 10_000;
    private static final int MOST_PREOPENS = 64;

    /**
     * @param posix    imports from WASIX or wsh_1: fd_renumber means dup2
     * @param preopens looks for directories it was given (fd_prestat_get)
     * @param wasix    of the WASIX generations: preopens are "/" and "."
     * @param firstGeneration of before May 2023, when preview 1's calls were imported from WASIX's module
     */
    record Traits(boolean posix, boolean preopens, boolean wasix, boolean firstGeneration) {
        private static final Set<String> MOVED = Set.of("args_get", "clock_time_get", "environ_get", "fd_close", "fd_read", "fd_write", "poll_oneoff", "proc_exit");

        /** Whether that call is imported from preview 1's module since May 2023. */
        static boolean hasMoved(String call) {
            return MOVED.contains(call);
        }
    }

    @Override
    public int run(ProcessThread thread) {
        thread.begin(this);
        if (traits.preopens()) {
            givePreopens(thread);
        }
        return new WasmRun(thread).toTheEnd(new WasmRun.Beginning() {
            @Override
            public Instance instance() {
                return instantiate(options(thread));
            }

            @Override
            public void run(Instance instance) {
                instance.function("_start").callVoid();
            }
        });
    }

    /** The first generation of WASIX programs, and all with threads, import their memory: it is made for them, and is theirs alone afterwards. */
    private Instance instantiate(InstanceOptions options) {
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
    boolean canShareMemory() {
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
    Instance instantiateFor(ProcessThread thread, Instance sibling) {
        Imports imports = functions();
        int memory = 0;
        for (Import each : image.module().imports()) {
            if (each.type() instanceof MemoryType) {
                imports = (imports == Imports.NONE ? Imports.of() : imports).memory(each.module(), each.name(), sibling.memory(memory++));
            }
        }
        return image.allocate(imports, options(thread));
    }

    /** What an instance of that thread's gets: its memory account, its polls. */
    InstanceOptions options(ProcessThread thread) {
        var memory = thread.process().memory;
        Ledger ledger = new Ledger() {
            @Override
            public boolean reserve(long bytes) {
                return memory.reserve(bytes);
            }

            @Override
            public void release(long bytes) {
                memory.release(bytes);
            }
        };
        return InstanceOptions.DEFAULT.withHost(thread).withLedger(ledger).withStackBytes(settings.stackBytes()).withRoomyMemory(true)
                .withPoller((instance, spent) -> ((ProcessThread) instance.host()).pollGuest(spent), FIRST_BUDGET).withWaiter(thread.processes().futexes()).withWatch(thread.processes().watch());
    }

    // Preopens.

    /**
     * The directories a WASI program may start a path at. WASIX programs get "/" and ".". Plain ones lose the leading slash of every path before
     * we see it, so each directory at the root is given by name, and what is left (relative paths) starts at the working directory: then
     * both {@code /data/x} and {@code x} mean what they say.
     */
    private void givePreopens(ProcessThread thread) {
        if (thread.process().preopens() != null) {
            for (Preopen granted : thread.process().preopens()) {
                give(thread, granted.directory(), granted.name());
            }
            return;
        }
        List<String> names = new ArrayList<>();
        names.add("/");
        if (!traits.wasix()) {
            addRootDirectories(thread, names);
        }
        names.add(".");
        for (String name : names) {
            give(thread, name, name);
        }
    }

    private static void give(ProcessThread thread, String path, String name) {
        Process process = thread.process();
        Caller caller = new PlacedCaller(process.credentials(), process.root(), process.workingDirectory(), process.umask());
        try {
            OpenFileDescription directory = thread.processes().vfs().open(caller, null, path, OpenFlags.DIRECTORY, 0);
            process.descriptors.addPreopen(directory, name);
        } catch (ErrnoException e) {
            // Not readable for this user, or gone: then it is not given.
        }
    }

    private static void addRootDirectories(ProcessThread thread, List<String> names) {
        OpenFileDescription root;
        try {
            root = thread.processes().vfs().open(thread.process(), null, "/", OpenFlags.DIRECTORY, 0);
        } catch (ErrnoException e) {
            return;
        }
        try {
            for (DirectoryEntry entry : root.readDirectory(0, MOST_PREOPENS)) {
                if (entry.type() == FileType.DIRECTORY && !entry.name().startsWith(".")) {
                    names.add("/" + entry.name());
                }
            }
        } finally {
            root.release();
        }
    }
}

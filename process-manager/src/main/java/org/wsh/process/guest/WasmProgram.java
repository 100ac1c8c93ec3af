// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import java.util.ArrayList;
import java.util.List;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Ledger;
import org.wsh.process.Preopen;
import org.wsh.process.Process;
import org.wsh.process.ProcessThread;
import org.wsh.process.Program;
import org.wsh.process.wasm.WasmImage;
import org.wsh.vfs.Caller;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.PlacedCaller;

/** A Wasm command from its beginning: what it is given, and its run. */
public record WasmProgram(WasmImage wasm) implements Program {
    private static final int FIRST_BUDGET = 10_000;
    private static final int MOST_PREOPENS = 64;

    @Override
    public int run(ProcessThread thread) {
        thread.begin(wasm);
        if (wasm.traits().preopens()) {
            givePreopens(thread);
        }
        return new WasmRun(thread).toTheEnd(new WasmRun.Beginning() {
            @Override
            public Instance instance() {
                return wasm.instantiate(options(wasm, thread));
            }

            @Override
            public void run(Instance instance) {
                instance.function("_start").callVoid();
            }
        });
    }

    /** What an instance of that thread's gets: its memory account, its polls. */
    static InstanceOptions options(WasmImage wasm, ProcessThread thread) {
        var memory = thread.process().memory();
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
        return InstanceOptions.DEFAULT.withHost(thread).withLedger(ledger).withStackBytes(wasm.settings().stackBytes()).withRoomyMemory(true)
                .withPoller((instance, spent) -> ((ProcessThread) instance.host()).pollGuest(spent), FIRST_BUDGET).withWaiter(new GuestFutexes(thread.processes().kernel().futexes())).withWatch(thread.processes().watch());
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
        if (!wasm.traits().wasix()) {
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
            process.descriptors().addPreopen(directory, name);
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

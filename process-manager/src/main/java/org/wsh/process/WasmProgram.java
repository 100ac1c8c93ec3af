// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.wsh.engine.Image;
import org.wsh.engine.runtime.Backtrace;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Ledger;
import org.wsh.engine.runtime.LinkError;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.WasmException;
import org.wsh.engine.syntax.ModuleException;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

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
     */
    record Traits(boolean posix, boolean preopens, boolean wasix) {}

    @Override
    public int run(ProcessThread thread) {
        thread.setPosixCalls(traits.posix());
        if (traits.preopens()) {
            givePreopens(thread);
        }
        try (Instance instance = image.instantiate(imports(), options(thread))) {
            thread.setSignalHandler(new GuestSignals(thread, instance));
            instance.function("_start").callVoid();
            return 0;
        } catch (Trap trap) {
            tell(thread, describe(trap.getMessage(), trap.backtrace()));
            throw thread.die(signalFor(trap));
        } catch (WasmException uncaught) {
            tell(thread, describe("uncaught " + uncaught.getMessage(), uncaught.backtrace()));
            throw thread.die(Signal.ABRT);
        } catch (LinkError | ModuleException broken) {
            tell(thread, broken.getMessage());
            throw thread.die(Signal.KILL);
        }
    }

    private Imports imports() {
        return settings.missingImportsAllowed() ? Imports.of().stubMissingFunctions() : Imports.NONE;
    }

    private InstanceOptions options(ProcessThread thread) {
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
        return new InstanceOptions(thread, ledger, (instance, spent) -> thread.poll(spent), FIRST_BUDGET, settings.stackBytes(), true);
    }

    /** The signal a native program would have died of. */
    private static Signal signalFor(Trap trap) {
        return switch (trap.kind()) {
            case UNREACHABLE -> Signal.ABRT;
            case INTEGER_DIVIDE_BY_ZERO, INTEGER_OVERFLOW, INVALID_CONVERSION -> Signal.FPE;
            case OUT_OF_BOUNDS_MEMORY_ACCESS, CALL_STACK_EXHAUSTED, OUT_OF_BOUNDS_ARRAY_ACCESS, NULL_REFERENCE, NULL_FUNCTION_REFERENCE,
                 NULL_STRUCTURE_REFERENCE, NULL_ARRAY_REFERENCE, NULL_I31_REFERENCE, NULL_EXCEPTION_REFERENCE -> Signal.SEGV;
            case UNALIGNED_ATOMIC, EXPECTED_SHARED_MEMORY -> Signal.BUS;
            case OUT_OF_MEMORY -> Signal.KILL;
            case CAST_FAILURE, OUT_OF_BOUNDS_TABLE_ACCESS, UNDEFINED_ELEMENT, UNINITIALIZED_ELEMENT, INDIRECT_CALL_TYPE_MISMATCH, UNKNOWN_IMPORT -> Signal.ILL;
        };
    }

    private static String describe(String message, Backtrace where) {
        var lines = where.lines();
        return lines.isEmpty() ? message : message + "\n" + String.join("\n", lines);
    }

    /** A line on the program's standard error, if that takes it: nobody waits for a dying program's last words. */
    private static void tell(ProcessThread thread, String words) {
        String line = "wsh: " + thread.process().program().name() + ": " + words + "\n";
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        try (var file = thread.process().descriptors().borrow(2)) {
            file.file().write(java.nio.ByteBuffer.wrap(bytes));
        } catch (ErrnoException e) {
            // closed, full, or nobody reads it
        }
    }

    // Preopens.

    /**
     * The directories a WASI program may start a path at. WASIX programs get "/" and ".". Plain ones lose the leading slash of every path before
     * we see it, so each directory at the root is given by name, and what is left (relative paths) starts at the working directory: then
     * both {@code /data/x} and {@code x} mean what they say.
     */
    private void givePreopens(ProcessThread thread) {
        Process process = thread.process();
        List<String> names = new ArrayList<>();
        names.add("/");
        if (!traits.wasix()) {
            addRootDirectories(thread, names);
        }
        names.add(".");
        for (String name : names) {
            try {
                OpenFileDescription directory = thread.processes().vfs().open(process, null, name, OpenFlags.DIRECTORY, 0);
                process.descriptors.addPreopen(directory, name);
            } catch (ErrnoException e) {
                // Not readable for this user, or gone: then it is not given.
            }
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

    /** Runs caught signals' handlers in the guest, on top of whatever it is doing. */
    private record GuestSignals(ProcessThread thread, Instance instance) implements ProcessThread.SignalHandler {
        @Override
        public void handle(SignalInfo info, SignalAction action) {
            Signal signal = info.signal();
            SignalInfo interrupted = thread.setSignalInfo(info);
            Signals signals = thread.process().signals;
            SignalSet during = signals.mask().with(action.mask());
            SignalSet before = signals.setMask(action.has(SignalAction.NO_DEFER) ? during : during.with(signal));
            try {
                if (action.kind() == SignalAction.Kind.CATCH) {
                    instance.callTable(action.handler(), signal.number());
                } else {
                    callback(signal);
                }
            } finally {
                thread.setSignalInfo(interrupted);
                signals.setMask(before);
            }
        }

        /** WASIX: one export for all signals. */
        private void callback(Signal signal) {
            if (instance.export(thread.signalCallback()) instanceof FunctionRef function) {
                function.call(signal.number());
            }
        }

        @Override
        public boolean canCallBack(String export) {
            return instance.export(export) instanceof FunctionRef function && function.type().parameterCount() == 1;
        }
    }
}

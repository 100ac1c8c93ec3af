// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wsh.engine.link.CodeSource;
import org.wsh.engine.link.CodeStore;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.kernel.Kernel;
import org.wsh.process.Launcher;
import org.wsh.process.Processes.MachineName;
import org.wsh.process.Program;
import org.wsh.process.guest.WasmProgram;
import org.wsh.process.hosted.JavaProgram;
import org.wsh.process.strace.Strace;
import org.wsh.process.wasm.WasmSettings;
import org.wsh.shell.Shell;
import org.wsh.userland.Userland;
import org.wsh.vfs.VirtualFilesystem;
import org.wsh.vfs.device.Randomness;
import org.wsh.wasix.SyscallTable;

/** What a machine's processes can be: Wasm modules over the system calls of the ABI, and the shell. */
final class Programs {
    /** The stack of a Java thread in KB, which the launcher sets and nobody else tells us; the JVM's default without it. */
    private static final String STACK = "wsh.stack";

    private static final long DEFAULT_STACK = 1024;

    private Programs() {}

    /** Pid 1, and all that starting others takes. */
    static Launcher start(Kernel kernel, VirtualFilesystem vfs, Randomness randomness, String hostname, CodeStore store,
            boolean missingImportsAllowed) {
        return new Launcher(new Launcher.Parts(
                kernel,
                vfs,
                new WasmSettings(
                        new SyscallTable(),
                        List.of(new FoundWhenNeeded()),
                        store,
                        InstanceOptions.stackBytesFor(Long.getLong(STACK, DEFAULT_STACK) << 10),
                        missingImportsAllowed),
                WasmProgram::new,
                Map.<String, Program>of("sh", new JavaProgram(new Shell()), "strace", new JavaProgram(new Strace()))::get,
                randomness,
                new MachineName("wsh", hostname, "0.1.0", "#1 " + Runtime.version(), "wasm32"),
                (process, bug) -> BugReport.print(process, bug)));
    }

    /** The code of the image's programs: finding it opens jars, and not every start runs a program. */
    private static final class FoundWhenNeeded implements CodeSource {
        private CodeSource code; // guarded by this

        @Override
        public Optional<Precompiled> find(String key) {
            return code().find(key);
        }

        @Override
        public boolean mayHave(long moduleBytes) {
            return code().mayHave(moduleBytes);
        }

        private synchronized CodeSource code() {
            if (code == null) {
                code = Userland.code();
            }
            return code;
        }
    }
}

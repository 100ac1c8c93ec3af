// SPDX-License-Identifier: Apache-2.0

/** Floor 2: processes. */
module org.wsh.process {
    requires transitive org.wsh.engine;
    requires transitive org.wsh.vfs;
    requires transitive org.wsh.kernel;

    exports org.wsh.process.descriptor;
    exports org.wsh.process.guest;
    exports org.wsh.process.hosted;
    exports org.wsh.process.limit;
    exports org.wsh.process.proc;
    exports org.wsh.process.signal;
    exports org.wsh.process.strace;
    exports org.wsh.process.wasm;
    exports org.wsh.process;
}

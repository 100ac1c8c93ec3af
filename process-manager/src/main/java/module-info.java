// SPDX-License-Identifier: Apache-2.0

/** Floor 2: processes. */
module org.wsh.process {
    requires transitive org.wsh.engine;
    requires transitive org.wsh.vfs;
    requires transitive org.wsh.kernel;

    exports org.wsh.process;
    exports org.wsh.process.proc;
    exports org.wsh.process.strace;
}

// SPDX-License-Identifier: Apache-2.0
/** Floor 1: the machine below processes. */
module org.wsh.kernel {
    requires transitive org.wsh.vfs;

    exports org.wsh.kernel;
    exports org.wsh.kernel.net;
    exports org.wsh.kernel.terminal;
}

// SPDX-License-Identifier: Apache-2.0

/** Floor 5: the shell, a hosted program. The sandbox registers {@link org.wsh.shell.Shell} as /bin/sh; nothing below knows it. */
module org.wsh.shell {
    requires transitive org.wsh.process;
    requires org.jline.reader;
    requires org.jline.terminal;

    exports org.wsh.shell;
}

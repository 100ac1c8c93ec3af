// SPDX-License-Identifier: Apache-2.0
/** Floor 6: the one place where the parts are put together: the Java API and the command line. */
module org.wsh.sandbox {
    requires transitive org.wsh.process;
    requires org.wsh.wasix;
    requires org.wsh.userland;
    requires org.wsh.shell;
    // The host's terminal: raw mode and size.
    requires org.jline.terminal;
    // sun.misc.Signal: Java has no other way to hear of SIGINT.
    requires jdk.unsupported;
    // Its events, for those who have it and want them.
    requires static jdk.jfr;

    exports org.wsh.sandbox;
}

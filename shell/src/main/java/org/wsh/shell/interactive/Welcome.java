// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.interactive;

/** What a newcomer reads first. */
final class Welcome {
    static final String TEXT =
            """
            Welcome to wsh, an operating system in one Java process.
            Every program here is a process of it. Try:
              ls /bin                          what there is to run
              ps                               the processes, this shell among them
              cat /proc/self/status            what the kernel knows of one
              echo hello | tr a-z A-Z | wc -c  a pipeline of three processes
              help                             commands and how to get on;  exit or Ctrl-D leaves
            """;

    private Welcome() {}
}

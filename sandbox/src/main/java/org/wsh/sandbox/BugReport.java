// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import org.wsh.kernel.KernelOptions;
import org.wsh.kernel.Task;

/**
 * Tells of a bug of ours, which has ended a process; the machine lives. On standard error, and by nothing that could itself fail
 * where memory has run out or a class is dead: no logging framework.
 */
final class BugReport implements KernelOptions.BugHandler {
    @Override
    public void bug(Task task, Throwable thrown) {
        print(task, thrown);
    }

    static void print(Object where, Throwable thrown) {
        OwnMessages.complain("a bug in wsh ended " + (where == null ? "a thread of the kernel" : where) + ": " + thrown);
        thrown.printStackTrace();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.signal;

/**
 * What came with a signal: siginfo_t. A pending signal keeps that of the first sender; later ones merge with it.
 *
 * @param code   why it was sent, in Linux's numbers
 * @param pid    of the sender, or of the child that CHLD is about; 0 for the machine itself
 * @param uid    its real user
 * @param status with CHLD: exit code or signal number
 * @param value  sigqueue's
 */
public record SignalInfo(Signal signal, int code, int pid, int uid, int status, long value) {
    /** kill(). */
    public static final int USER = 0;
    /** The machine's own doing. */
    public static final int KERNEL = 0x80;
    /** sigqueue(). */
    public static final int QUEUE = -1;
    /** raise(). */
    public static final int THREAD = -6;

    private static final int EXITED = 1;
    private static final int KILLED = 2;
    private static final int DUMPED = 3;
    private static final int STOPPED = 5;
    private static final int CONTINUED = 6;

    public static SignalInfo fromKernel(Signal signal) {
        return new SignalInfo(signal, KERNEL, 0, 0, 0, 0);
    }

    /** The CHLD that tells of a child's change. */
    public static SignalInfo ofChild(int pid, int uid, WaitStatus change) {
        int code = switch (change) {
            case WaitStatus.Exited exited -> EXITED;
            case WaitStatus.Killed(Signal by, boolean core) -> core ? DUMPED : KILLED;
            case WaitStatus.Stopped stopped -> STOPPED;
            case WaitStatus.Continued continued -> CONTINUED;
        };
        int status = switch (change) {
            case WaitStatus.Exited(int exit) -> exit;
            case WaitStatus.Killed(Signal by, boolean core) -> by.number();
            case WaitStatus.Stopped(Signal by) -> by.number();
            case WaitStatus.Continued continued -> Signal.CONT.number();
        };
        return new SignalInfo(Signal.CHLD, code, pid, uid, status, 0);
    }
}

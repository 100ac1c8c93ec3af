// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.job;

import java.util.ArrayList;
import java.util.List;
import org.wsh.process.signal.WaitStatus;
import org.wsh.shell.syntax.Command;
import org.wsh.shell.syntax.Printer;

/** The processes of one pipeline or asynchronous list. POSIX XBD 3.181. */
public final class Job {
    private final Command command;
    private final List<Member> members = new ArrayList<>(2);
    // Set by the table, and by who starts it.
    int number;
    int group;
    /** Its end or stop has been told. */
    boolean told;

    private static final class Member {
        final int pid;
        /** Null: running. */
        WaitStatus status;

        Member(int pid) {
            this.pid = pid;
        }
    }

    public Job(Command command) {
        this.command = command;
    }

    /** Its number in the table; 0: not there. */
    public int number() {
        return number;
    }

    /** Its process group; 0 without job control. */
    public int group() {
        return group;
    }

    void add(int pid) {
        members.add(new Member(pid));
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    int firstPid() {
        return members.get(0).pid;
    }

    public int lastPid() {
        return members.get(members.size() - 1).pid;
    }

    List<Integer> pids() {
        List<Integer> pids = new ArrayList<>(members.size());
        for (Member member : members) {
            pids.add(member.pid);
        }
        return pids;
    }

    /** Notes what became of a member. */
    void note(int pid, WaitStatus status) {
        for (Member member : members) {
            if (member.pid == pid) {
                member.status = status instanceof WaitStatus.Continued ? null : status;
                return;
            }
        }
    }

    /** The first member that has not ended; −1 if all have. */
    int unfinished() {
        for (Member member : members) {
            if (member.status == null || !member.status.ended()) {
                return member.pid;
            }
        }
        return -1;
    }

    public boolean ended() {
        return unfinished() < 0;
    }

    /** None runs, and at least one is stopped. */
    public boolean stopped() {
        boolean any = false;
        for (Member member : members) {
            if (member.status == null) {
                return false;
            }
            any |= !member.status.ended();
        }
        return any;
    }

    void continued() {
        told = false;
        for (Member member : members) {
            if (member.status != null && !member.status.ended()) {
                member.status = null;
            }
        }
    }

    /** What became of it: the last member's status, with {@code pipefail} that of the last one that failed. */
    WaitStatus outcome(boolean pipefail) {
        WaitStatus outcome = members.get(members.size() - 1).status;
        if (pipefail) {
            for (Member member : members) {
                if (statusOf(member.status) != 0) {
                    outcome = member.status;
                }
            }
        }
        return outcome;
    }

    /** {@code $?} of a status. Written out, since a switch over records would have to be linked at start. */
    public static int statusOf(WaitStatus status) {
        if (status instanceof WaitStatus.Exited exited) {
            return exited.code();
        }
        if (status instanceof WaitStatus.Killed killed) {
            return 128 + killed.signal().number();
        }
        return status instanceof WaitStatus.Stopped stopped ? 128 + stopped.signal().number() : 0;
    }

    /** The signal that stopped it or one of its members; null if none did. */
    WaitStatus.Stopped stop() {
        for (Member member : members) {
            if (member.status instanceof WaitStatus.Stopped stopped) {
                return stopped;
            }
        }
        return null;
    }

    Command command() {
        return command;
    }

    String text() {
        return Printer.print(command);
    }

    /** {@code Running}, {@code Done}, {@code Done(3)}, {@code Stopped (SIGTSTP)}, or the signal it died of: XCU {@code jobs}. */
    String state() {
        WaitStatus.Stopped stop = stop();
        if (stopped()) {
            return "Stopped (SIG" + stop.signal().name() + ")";
        }
        if (!ended()) {
            return "Running";
        }
        WaitStatus outcome = outcome(false);
        if (outcome instanceof WaitStatus.Killed killed) {
            return killed.signal().description() + (killed.core() ? " (core dumped)" : "");
        }
        int status = statusOf(outcome);
        return status == 0 ? "Done" : "Done(" + status + ")";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.wsh.process.signal.WaitStatus;
import org.wsh.shell.state.Account;
import org.wsh.shell.state.Numbers;
import org.wsh.shell.syntax.Command;
import org.wsh.shell.syntax.Printer;

/**
 * The jobs that a shell remembers, by number, by pid, and by what {@code %…} means: XBD 3.182. A shell may have thousands, so whatever is done once a job takes no time in proportion to
 * how many there are.
 */
public final class JobTable {
    /** So many ended jobs are remembered until they are asked for; those that ended first are forgotten. */
    private static final int REMEMBERED = 1024;

    /** What each weighs here. */
    private static final int WEIGHT = 512;

    private final Account account;
    private final TreeMap<Integer, Job> jobs = new TreeMap<>();
    private final Map<Integer, Job> byPid = new HashMap<>();
    private final Set<Job> ended = new LinkedHashSet<>();

    JobTable(Account account) {
        this.account = account;
    }

    /** A job as {@code jobs} shows it: {@code mark} is + for the current one, − for the previous. */
    public record Shown(int number, char mark, int pid, String state, Command command) {
        public String line() {
            return "[" + number + "] " + mark + " " + state + "\t" + Printer.print(command);
        }

        /** With the pid, as {@code jobs -l}. */
        public String detailed() {
            return "[" + number + "] " + mark + " " + pid + " " + state + "\t" + Printer.print(command);
        }
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    /** A new job gets the number after the highest. */
    void add(Job job) {
        if (job.number > 0) {
            return;
        }
        account.keep(WEIGHT);
        job.number = jobs.isEmpty() ? 1 : jobs.lastKey() + 1;
        jobs.put(job.number, job);
        for (int pid : job.pids()) {
            byPid.put(pid, job);
        }
        noteEnd(job);
        while (ended.size() > REMEMBERED) {
            forget(ended.iterator().next());
        }
    }

    void forget(Job job) {
        if (job.number > 0) {
            jobs.remove(job.number);
            for (int pid : job.pids()) {
                byPid.remove(pid, job);
            }
            ended.remove(job);
            job.number = 0;
            account.keep(-WEIGHT);
        }
    }

    /** What became of a child; one that belongs to no job here is nobody's. */
    void note(int pid, WaitStatus status) {
        Job job = byPid.get(pid);
        if (job != null) {
            job.note(pid, status);
            noteEnd(job);
        }
    }

    private void noteEnd(Job job) {
        if (job.ended()) {
            ended.add(job);
        }
    }

    /** By number: a copy, as what is done with one may make it forgotten. */
    public List<Job> all() {
        return new ArrayList<>(jobs.values());
    }

    public Job of(int pid) {
        return byPid.get(pid);
    }

    /** {@code %1 %% %+ %- %name %?text}: XBD 3.182. Null if there is none. */
    public Job find(String id) {
        String rest = id.substring(1);
        if (rest.isEmpty() || rest.equals("%") || rest.equals("+")) {
            return current();
        }
        if (rest.equals("-")) {
            return previous(current());
        }
        int number = Numbers.small(rest);
        if (number > 0 && jobs.get(number) instanceof Job job) {
            return job;
        }
        for (Job job : jobs.values()) {
            String text = job.text();
            if (rest.startsWith("?") ? text.contains(rest.substring(1)) : text.startsWith(rest)) {
                return job;
            }
        }
        return null;
    }

    /** The job {@code fg} means: the last stopped one, else the last one. */
    public Job current() {
        for (Job job : jobs.descendingMap().values()) {
            if (job.stopped()) {
                return job;
            }
        }
        return jobs.isEmpty() ? null : jobs.lastEntry().getValue();
    }

    /** The last that is not the current one, if there is one. */
    private Job previous(Job current) {
        for (Job job : jobs.descendingMap().values()) {
            if (job != current) {
                return job;
            }
        }
        return current;
    }

    /** As it is now. */
    public Shown show(Job job) {
        Job current = current();
        return show(job, current, previous(current));
    }

    /** All, as they are now: also what a subshell can tell of the jobs of the shell that it is a copy of. */
    List<Shown> showAll() {
        Job current = current();
        Job previous = previous(current);
        List<Shown> picture = new ArrayList<>(jobs.size());
        for (Job job : jobs.values()) {
            picture.add(show(job, current, previous));
        }
        return picture;
    }

    private static Shown show(Job job, Job current, Job previous) {
        char mark = job == current ? '+' : job == previous ? '-' : ' ';
        return new Shown(job.number, mark, job.firstPid(), job.state(), job.command());
    }
}

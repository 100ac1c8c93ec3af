// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.util.List;

/** What a command line asks for. */
sealed interface Invocation {
    /** {@code --help}. */
    record Help() implements Invocation {}

    /** {@code --version}. */
    record Version() implements Invocation {}

    /** A machine is made, something runs in it, and its status is ours. */
    record Session(Options options, Task task) implements Invocation {}

    /**
     * What stands before the task.
     *
     * @param environment {@code NAME=VALUE} texts, in the order given
     * @param workdir     a path in the guest, or null
     * @param seed        {@code --deterministic}, or null
     * @param trace       {@code --trace}, or null
     * @param missingImportsAllowed {@code --allow-missing-imports}
     * @param limits      what it may use
     * @param network     {@code --net}, {@code --net-allow}, {@code --publish}
     */
    record Options(List<MountOption> mounts, List<String> environment, String workdir, Long seed, TraceOption trace,
            boolean missingImportsAllowed, LimitOptions limits, NetworkPlan network) {}

    /** A file on the host that events go to. */
    record TraceOption(String file, boolean calls) {}

    /** A host folder and where it appears. */
    record MountOption(String host, String guest, boolean writable) {}

    /** What runs. Arguments belong to the guest and are handed on untouched. */
    sealed interface Task {
        /** A prompt. */
        record Interactive() implements Task {}

        /** {@code -c COMMAND [NAME [ARG…]]}. */
        record Command(String text, List<String> arguments) implements Task {}

        /** A script on the host. */
        record Script(String path, List<String> arguments) implements Task {}

        /** {@code run PROGRAM [ARG…]}. */
        record Program(String name, List<String> arguments) implements Task {}
    }
}

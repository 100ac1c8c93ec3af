// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.wsh.sandbox.Invocation.MountOption;
import org.wsh.sandbox.Invocation.Options;
import org.wsh.sandbox.Invocation.Task;
import org.wsh.sandbox.Invocation.TraceOption;

/**
 * The grammar of the {@code wsh} command line. Options end at {@code -c}, at {@code run}, at a script's name or at {@code --};
 * what follows is the guest's.
 *
 * <p>Twenty-three options, read by hand: picocli took 55 of the 100 ms of a start, AOT cache or not (its classes are in an old format
 * that the cache cannot hold).
 */
final class CommandLine {
    static final String HELP = """
            Usage: wsh [OPTIONS]                            an interactive session
                   wsh [OPTIONS] -c COMMAND [NAME [ARG...]] run a command string
                   wsh [OPTIONS] SCRIPT [ARG...]            run a script; SCRIPT is a path on the host
                   wsh [OPTIONS] run PROGRAM [ARG...]       run one program, without a shell: a .wasm file
                                                            on the host, or a command of the image

            A machine of WebAssembly processes with its own files, in this one process. It sees
            nothing of the host but standard input, output and error, and what is mounted.

              --mount HOST:GUEST[:ro|rw]  show the host's folder HOST as GUEST: read-only, unless rw is said
              -e NAME=VALUE               set an environment variable
              --workdir DIR               start in this folder of the guest
              --memory SIZE               all memory that guests may take: bytes, or a number with k, m or g
              --cpus N                    so many of them run at the same time
              --pids-limit N              so many processes there may be
              --fds-limit N               so many descriptors in use, all processes' together
              --ulimit NAME=SOFT[:HARD]   a resource limit of every process: as, cpu, fsize, nofile, nproc ...
              --net none|loopback|host    what guests may reach: nothing, the machine itself (unless said), or
                                          whatever the host reaches
              --net-allow tcp:HOST:PORT   and this port of that host, or udp:HOST:PORT; several with commas between them
              --publish HOSTPORT:GUESTPORT  show this port of the machine at 127.0.0.1:HOSTPORT of the host
              --disk SIZE                 so much may be written to files; also --storage-opt size=SIZE
              --cpu-time SECONDS          CPU time of all together; then SIGXCPU, and SIGKILL a second later
              --timeout SECONDS           then everything is killed
              --output-limit SIZE         so much may be written to standard output and error
              --deterministic SEED        the same inputs and SEED (a number) give the same run, every time
              --trace FILE                write what happens inside, an event a line, to this file of the host
              --trace-calls               system calls, too
              --allow-missing-imports     run programs that import functions which are not there;
                                          one that calls such a function dies of it
              --help                      print this and exit
              --version                   print the version and exit
              --                          the options end here

            The status is the command's; 128 + n if signal n ended it; 2 if this line cannot be
            understood; 126 or 127 if the program cannot be run or found.

            Try:  wsh -c 'echo hello | tr a-z A-Z'
                  wsh --mount .:/data -c 'wc -l /data/*'
            """;

    private final String[] arguments;
    private int next;
    private final List<MountOption> mounts = new ArrayList<>();
    private final List<String> environment = new ArrayList<>();
    private String workdir;
    private Long seed;
    private String trace;
    private boolean traceCalls;
    private boolean missingImportsAllowed;
    private LimitOptions limits = LimitOptions.UNSAID;
    private NetworkPlan network = NetworkPlan.LOOPBACK;

    private CommandLine(String[] arguments) {
        this.arguments = arguments;
    }

    /** Reads it. UsageError says which word is wrong and what would be right. */
    static Invocation parse(String... arguments) throws UsageError {
        return new CommandLine(arguments).parse();
    }

    private Invocation parse() throws UsageError {
        while (next < arguments.length) {
            String word = arguments[next++];
            if (word.isEmpty() || word.charAt(0) != '-' || word.equals("-")) {
                return word.equals("run") ? program() : script(word);
            }
            if (word.equals("--")) {
                return next < arguments.length ? script(arguments[next++]) : session(new Task.Interactive());
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            String value = equals < 0 ? null : word.substring(equals + 1);
            switch (name) {
                case "--mount" -> mounts.add(mount(value(name, "HOST:GUEST[:ro|rw]", value)));
                case "--workdir" -> workdir = workdir(value(name, "DIR", value));
                case "-e" -> environment.add(variable(value(name, "NAME=VALUE", value)));
                case "--memory" -> limits = limits.withMemory(value(name, "SIZE", value));
                case "--cpus" -> limits = limits.withProcessors(value(name, "N", value));
                case "--pids-limit" -> limits = limits.withProcesses(value(name, "N", value));
                case "--fds-limit" -> limits = limits.withDescriptors(value(name, "N", value));
                case "--ulimit" -> limits = limits.withUlimit(value(name, "NAME=SOFT[:HARD]", value));
                case "--net" -> network = NetworkOptions.withReach(network, value(name, "none, loopback or host", value));
                case "--net-allow" -> network = NetworkOptions.withAllowed(network, value(name, "tcp:HOST:PORT", value));
                case "--publish" -> network = NetworkOptions.withPublished(network, value(name, "HOSTPORT:GUESTPORT", value));
                case "--disk" -> limits = limits.withDisk(name, value(name, "SIZE", value));
                case "--storage-opt" -> limits = limits.withStorageOption(value(name, "size=SIZE", value));
                case "--cpu-time" -> limits = limits.withCpuTime(value(name, "SECONDS", value));
                case "--timeout" -> limits = limits.withTimeout(value(name, "SECONDS", value));
                case "--output-limit" -> limits = limits.withOutput(value(name, "SIZE", value));
                case "--deterministic" -> seed = seed(value(name, "SEED", value));
                case "--trace" -> trace = value(name, "FILE", value);
                case "--trace-calls" -> traceCalls = true;
                case "--allow-missing-imports" -> missingImportsAllowed = true;
                case "-c" -> {
                    return session(new Task.Command(value(name, "COMMAND", null), rest()));
                }
                case "--help", "-h" -> {
                    return new Invocation.Help();
                }
                case "--version" -> {
                    return new Invocation.Version();
                }
                default -> throw new UsageError(word + ": no such option (see wsh --help)");
            }
        }
        return session(new Task.Interactive());
    }

    private Invocation script(String path) {
        return session(new Task.Script(path, rest()));
    }

    private Invocation program() throws UsageError {
        if (next == arguments.length) {
            throw new UsageError("run: which program? (see wsh --help)");
        }
        return session(new Task.Program(arguments[next++], rest()));
    }

    private Invocation session(Task task) {
        return new Invocation.Session(new Options(mounts, environment, workdir, seed, trace == null ? null : new TraceOption(trace, traceCalls), missingImportsAllowed, limits, network), task);
    }

    private List<String> rest() {
        var rest = new ArrayList<String>(arguments.length - next);
        while (next < arguments.length) {
            rest.add(arguments[next++]);
        }
        return rest;
    }

    private String value(String option, String what, String attached) throws UsageError {
        if (attached != null) {
            return attached;
        }
        if (next == arguments.length) {
            throw new UsageError(option + ": " + what + " is missing (see wsh --help)");
        }
        return arguments[next++];
    }

    /** The last colon divides, after the mode: a host's path may have colons in it, as on Windows. */
    private static MountOption mount(String text) throws UsageError {
        boolean writable = text.endsWith(":rw");
        String pair = writable || text.endsWith(":ro") ? text.substring(0, text.length() - 3) : text;
        int colon = pair.lastIndexOf(':');
        if (colon <= 0 || colon == pair.length() - 1) {
            throw new UsageError("--mount: " + text + ": expected HOST:GUEST[:ro|rw]");
        }
        String guest = pair.substring(colon + 1);
        if (guest.charAt(0) != '/') {
            throw new UsageError("--mount: " + text + ": " + guest + " is not an absolute path of the guest, nor ro or rw");
        }
        return new MountOption(pair.substring(0, colon), guest, writable);
    }

    private static String variable(String text) throws UsageError {
        if (text.indexOf('=') <= 0) {
            throw new UsageError("-e: " + text + ": expected NAME=VALUE");
        }
        return text;
    }

    private static String workdir(String text) throws UsageError {
        if (!text.startsWith("/")) {
            throw new UsageError("--workdir: " + text + ": expected an absolute path of the guest");
        }
        return text;
    }

    private static Long seed(String text) throws UsageError {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new UsageError("--deterministic: " + text + ": expected a number, the seed");
        }
    }
}

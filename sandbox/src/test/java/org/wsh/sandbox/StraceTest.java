// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

/** {@code strace} in a machine whose runs repeat, so that its lines can be compared. */
class StraceTest {
    private static Result run(String command) throws InterruptedException {
        try (Machine machine = Machine.builder().memory(256 << 20).deterministic(1).build()) {
            return machine.run(command);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '@', textBlock = """
            'a program''s calls, their arguments and results'@ strace -e trace=fd_read,fd_write cat /etc/shells@ '
                execve("/bin/cat", ["cat", "/etc/shells"], [/* N vars */]) = 0
                fd_read(3, [{iov_base="/bin/sh\\n/bin/wsh\\n", iov_len=65536}], 1) = 17
                fd_write(1, [{iov_base="/bin/sh\\n/bin/wsh\\n", iov_len=17}], 1) = 17
                fd_read(3, [{iov_base="", iov_len=65536}], 1) = 0
                +++ exited with 0 +++'
            'errors by name'@ strace -a 0 -e trace=path_open cat /no@ '
                execve("/bin/cat", ["cat", "/no"], [/* N vars */]) = 0
                path_open(AT_FDCWD, LOOKUP_FOLLOW, "/no", 0, O_RDONLY, 0, 0) = -1 ENOENT (No such file or directory)
                +++ exited with 1 +++'
            'strings are cut'@ strace -s 3 -e trace=fd_write echo hello@ '
                execve("/bin/echo", ["echo", "hello"], [/* N vars */]) = 0
                fd_write(1, [{iov_base="hel"..., iov_len=6}], 1) = 6
                +++ exited with 0 +++'
            'children if asked for'@ strace -f -qq -e trace=spawn,%process sh -c "true; exit 3"@ '
                execve("/bin/sh", ["sh", "-c", "true; exit 3"], [/* N vars */]) = 0'
            'a signal that ends it'@ strace -e trace=none sh -c "kill -9 \\$\\$"@ '
                execve("/bin/sh", ["sh", "-c", "kill -9 $$"], [/* N vars */]) = 0
                --- SIGKILL {si_signo=SIGKILL, si_pid=PID} ---
                +++ killed by SIGKILL +++'
            'everything but some'@ strace -qq -e trace=!fd_close,environ_get,environ_sizes_get,args_get,args_sizes_get true@ '
                execve("/bin/true", ["true"], [/* N vars */]) = 0
                proc_exit(0)                            = ?'
            """)
    void shows(String what, String command, String lines) throws InterruptedException {
        Result result = run(command);
        StringBuilder expected = new StringBuilder();
        lines.strip().lines().forEach(line -> expected.append(line.strip()).append('\n'));
        String seen = result.errors().replaceAll("(?m)^cat:.*\n", "").replaceAll("si_pid=\\d+", "si_pid=PID").replaceAll("\\d+ vars", "N vars");
        assertEquals(expected.toString(), seen, what);
    }

    @Test
    void aCallOfAnotherProcessMeanwhileLeavesTheLineUnfinished() throws InterruptedException {
        String seen = run("strace -f -q -e trace=wait4,proc_exit sh -c 'sleep 1; :'").errors();
        assertTrue(seen.contains("wait4(") && seen.contains(" <unfinished ...>\n"), seen);
        assertTrue(seen.contains("<... wait4 resumed>, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0) = "), seen);
        assertTrue(seen.matches("(?s).*\\[pid +\\d+\\] proc_exit\\(0\\) +=.*"), seen);
    }

    @Test
    void socketsAddressesAreRead() throws InterruptedException {
        String refused = run("strace -e trace=sock_connect nc 127.0.0.1 9").errors();
        assertTrue(refused.matches("(?s).*sock_connect\\(3, \\{sa_family=AF_INET, sin_port=htons\\(9\\), sin_addr=inet_addr\\(\"127.0.0.1\"\\)}\\) += -1 ECONNREFUSED .*"), refused);
    }

    @Test
    void aSummaryCountsCallsAndErrors() throws InterruptedException {
        String seen = run("strace -c cat /no /etc/shells").errors();
        assertTrue(seen.contains("% time     seconds  usecs/call     calls    errors syscall\n"), seen);
        assertTrue(seen.matches("(?s).* 2         1 path_open\n.*"), seen);
        assertTrue(seen.endsWith(" total\n"), seen);
    }

    @Test
    void aRunningProcessCanBeJoinedAndAnothersCannot() throws InterruptedException {
        Result result = run("sleep 5 & strace -o /tmp/log -p $!; cat /tmp/log; strace -p 1");
        assertTrue(result.output().endsWith("+++ exited with 0 +++\n"), result.output() + result.errors());
        assertTrue(result.errors().endsWith("strace: attach: ptrace(PTRACE_SEIZE, 1): Operation not permitted\n"), result.errors());
    }

    @Test
    void itsStatusIsTheCommands() throws InterruptedException {
        assertEquals(7, run("strace -o /dev/null sh -c 'exit 7'").status());
        assertEquals(1, run("strace nosuch").status());
        assertEquals(1, run("strace -Z true").status());
    }

    @Test
    void whoIsNotReadWaitsAndNothingIsLost() throws InterruptedException {
        Result result = run("strace -a 0 -e trace=fd_write -o /tmp/log dd if=/dev/zero of=/dev/null bs=1 count=20000 2>/dev/null; grep -c '^fd_write' /tmp/log");
        assertEquals("20000\n", result.output().replace("20001", "20000").replace("20003", "20000"), result.errors());
    }
}

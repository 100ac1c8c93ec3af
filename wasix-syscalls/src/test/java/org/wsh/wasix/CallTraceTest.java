// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wsh.kernel.TraceEvent;
import org.wsh.testing.TestMachine;

/** Every system call is an event with its arguments in strace's words, if somebody listens. */
class CallTraceTest {
    private static final String PREVIEW1 = "wasi_snapshot_preview1";

    /** What a program that makes one call is seen to do, up to its exit. */
    private static List<String> seen(String module, String name, String type, long... arguments) throws InterruptedException {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        try (TestMachine machine = new TestMachine(new SyscallTable())) {
            machine.write("/tmp/caller.wasm", 0755, ModuleWriter.calling(module, name, type, arguments));
            try (var listener = machine.kernel.trace().listen(event -> {
                switch (event) {
                    case TraceEvent.SyscallEnter call -> seen.add(call.text().text(16));
                    case TraceEvent.SyscallExit call -> seen.add(call.text().text(16) + " = " + call.outcome());
                    default -> {}
                }
            }, true)) {
                machine.startFile(List.of(), "/tmp/caller.wasm").await();
            }
            assertFalse(machine.kernel.trace().calls());
        }
        return seen;
    }

    @ParameterizedTest(name = "{1}({3})")
    @CsvSource(delimiter = ';', textBlock = """
            wasi_snapshot_preview1 ; fd_close      ; i:i         ; 7                    ; 'fd_close(7' ; ') = -1 EBADF (Bad file descriptor)'
            wasi_snapshot_preview1 ; clock_time_get; iIi:i       ; 9 0 8                ; 'clock_time_get(0x9, 0' ; ', 0x8) = -1 EINVAL (Invalid argument)'
            wasi_snapshot_preview1 ; fd_write      ; iiii:i      ; 1 -8 1 0             ; 'fd_write(1, 0xfffffff8' ; ') = -1 EBADF (Bad file descriptor)'
            wasi_snapshot_preview1 ; fd_write      ; iiii:i      ; 9 0 2 64             ; 'fd_write(9, [{iov_base="", iov_len=0}, {iov_base="", iov_len=0}], 2' ; ') = -1 EBADF (Bad file descriptor)'
            wasi_snapshot_preview1 ; fd_seek       ; iIii:i      ; 9 5 2 0              ; 'fd_seek(9, 5, SEEK_END' ; ') = -1 EBADF (Bad file descriptor)'
            wasix_32v1             ; proc_id       ; i:i         ; 8                    ; 'proc_id(' ; ') = 2'
            wasix_32v1             ; fd_pipe       ; ii:i        ; 16 20                ; 'fd_pipe(' ; '[0], [1]) = 0'
            wasix_32v1             ; proc_signal   ; ii:i        ; 99 15                ; 'proc_signal(99, SIGTERM' ; ') = -1 ESRCH (No such process)'
            wsh_1                  ; path_open     ; iiiiiiiii:i ; -2 1 64 3 1 7 4 0644 0 ; 'path_open(AT_FDCWD, LOOKUP_FOLLOW, "\\0\\0\\0", O_CREAT, O_RDWR|O_CLOEXEC, O_NONBLOCK, 0644' ; ') = -1 EILSEQ (Invalid or incomplete multibyte or wide character)'
            wsh_1                  ; umask         ; ii:i        ; 0777 8               ; 'umask(0777' ; ') = 18'
            wsh_1                  ; sig_mask      ; iii:i       ; 0 0 8                ; 'sig_mask(SIG_BLOCK, NULL' ; ', []) = 0'
            wsh_1                  ; rlimit        ; iiii:i      ; 0 7 0 8              ; 'rlimit(0, RLIMIT_NOFILE, NULL' ; ', {1024, 4096}) = 0'
            wasix_32v1             ; sock_open     ; iiii:i      ; 3 1 0 8              ; 'sock_open(AF_UNIX, SOCK_STREAM, 0' ; ') = 0'
            wasix_32v1             ; sock_bind     ; ii:i        ; 9 64                 ; 'sock_bind(9, {sa_family=AF_UNSPEC}' ; ') = -1 EBADF (Bad file descriptor)'
            wasix_32v1             ; sock_connect  ; ii:i        ; 9 -1                 ; 'sock_connect(9, 0xffffffff' ; ') = -1 EBADF (Bad file descriptor)'
            wasix_32v1             ; sock_shutdown ; ii:i        ; 9 3                  ; 'sock_shutdown(9, SHUT_RDWR' ; ') = -1 EBADF (Bad file descriptor)'
            wasix_32v1             ; epoll_ctl     ; iiii:i      ; 9 0 0 64             ; 'epoll_ctl(9, EPOLL_CTL_ADD, 0, {events=0, data=0x0}' ; ') = -1 EBADF (Bad file descriptor)'
            wsh_1                  ; poll          ; iiIii:i     ; 64 2 0 0 8           ; 'poll([{fd=0, events=0}, {fd=0, events=0}], 2, 0, NULL' ; ', [{fd=0, revents=POLLNVAL}, {fd=0, revents=POLLNVAL}]) = 2'
            wsh_1                  ; wait          ; iii:i       ; -1 3 8               ; 'wait(-1, WNOHANG|WUNTRACED' ; ', 0x8) = -1 ECHILD (No child processes)'
            """)
    void aCallIsShownAsStraceShowsIt(String module, String name, String type, String arguments, String beginning, String end) throws InterruptedException {
        String[] words = arguments.split(" ");
        long[] numbers = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Long.decode(words[i]);
        }
        List<String> seen = seen(module, name, type, numbers);
        assertEquals(List.of(beginning, end), seen.subList(0, 2));
    }

    @Test
    void aCallThatDoesNotReturnEndsWithAQuestionMark() throws InterruptedException {
        assertEquals(List.of("sched_yield(", ") = 0", "proc_exit(0", ") = ?"), seen(PREVIEW1, "sched_yield", ":i"));
    }

    @Test
    void formatsTakeAsManyArgumentsAsTheirCallsHave() {
        Set<String> calls = new HashSet<>();
        new SyscallTable().forEach((module, name, type) -> calls.add(name + " of " + type.indexOf(':')));
        List<String> wrong = new ArrayList<>();
        CallFormats.all().forEach((name, format) -> {
            if (!calls.contains(name.substring(name.indexOf('.') + 1) + " of " + format.takes())) {
                wrong.add(name);
            }
        });
        assertEquals(List.of(), wrong);
    }
}

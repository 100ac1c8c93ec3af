// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.wasix.CallRow.row;
import static org.wsh.wasix.CallScript.*;
import static org.wsh.wasix.GuestScript.at;

import java.util.List;

/** Rows of {@link EveryCallTest}: WASIX, of all generations. */
final class WasixRows {
    private WasixRows() {}

    static List<CallRow> all() {
        return List.of(
                row("callback_signal", "names an export", s -> s.path("on_signal").call("callback_signal", PATH, 9).call("proc_id", A).call("proc_signal", at(A), 10), o -> assertEquals(0, o.result(2))),
                row("chdir", "to a folder", s -> s.path("/tmp").call("chdir", PATH, 4).call("getcwd", BUFFER, A).path("/tmp/no").call("chdir", PATH, 7), o -> assertEquals(NOENT, o.result(2))),
                row("getcwd", "with a NUL", s -> {
                    s.guest.words(A, 10).words(B, 1);
                    s.call("getcwd", BUFFER, A).call("getcwd", BUFFER, B);
                }, o -> {
                    assertEquals("/\0aa", o.text(BUFFER, 4));
                    assertEquals(1, o.word(A));
                    assertEquals(68, o.result(1));
                    assertEquals(2, o.word(B));
                }),
                row("clock_time_set", "is not the guest's to do", s -> s.call("clock_time_set", 0, 1L).call("clock_time_set", 9, 1L), PERM, INVAL),
                row("tty_get", "there is none", s -> s.call("tty_get", A), NOTSUP),
                row("tty_set", "there is none", s -> s.call("tty_set", A), NOTSUP),
                row("fd_dup", "the lowest free", s -> s.call("fd_dup", 2, A).call("fd_dup", 9, A), o -> {
                    assertEquals(4, o.word(A));
                    assertEquals(BADF, o.result(1));
                }),
                row("fd_dup2", "is F_DUPFD", s -> s.call("fd_dup2", 2, 10, 1, A).call("fd_fdflags_get", 10, B).call("fd_dup2", 2, 10, 0, C), o -> {
                    assertEquals(10, o.word(A));
                    assertEquals(1, o.word(B) & 0xffff);
                    assertEquals(11, o.word(C));
                }),
                row("fd_fdflags_get", "no close-on-exec", s -> s.call("fd_fdflags_get", 2, A).call("fd_fdflags_get", 9, A), o -> assertEquals("\0\0aa", o.text(A, 4))),
                row("fd_fdflags_set", "and back", s -> s.call("fd_fdflags_set", 2, 1).call("fd_fdflags_get", 2, A).call("fd_fdflags_set", 2, 0).call("fd_fdflags_get", 2, B), o -> {
                    assertEquals(1, o.word(A) & 0xffff);
                    assertEquals(0, o.word(B) & 0xffff);
                }),
                row("fd_renumber", "is dup2", s -> s.call("fd_renumber", 2, 9).call("fd_close", 2).call("fd_close", 9).call("fd_renumber", 3, 3).call("fd_renumber", 3, -1), 0, 0, 0, 0, BADF),
                row("fd_pipe", "both ends", s -> s.pieces("8 bytes.").call("fd_pipe", B, C).call("fd_write", at(C), A, 1, D).call("fd_read", at(B), A, 1, D).call("fd_seek", at(B), 0L, 0, D)
                        .call("fd_pread", at(B), A, 1, 0L, D), o -> {
                            assertEquals(4, o.word(B));
                            assertEquals(5, o.word(C));
                            assertEquals(SPIPE, o.result(3));
                            assertEquals(SPIPE, o.result(4));
                        }),
                row("path_open2", "close-on-exec, absolute, doubled slashes", s -> s.path("//tmp/./../tmp//file").call("path_open2", 0, 1, PATH, 20, 0, RightsOf.READ, 0L, 0, 1, A)
                        .call("fd_fdflags_get", at(A), B), o -> {
                            assertEquals(0, o.result(0));
                            assertEquals(1, o.word(B) & 0xffff);
                        }),
                row("futex_wait", "another value", s -> {
                    s.guest.data(B, new byte[16]);
                    s.call("futex_wait", A, 1, B, C);
                }, o -> assertEquals("\u0001aaa", o.text(C, 4))),
                row("futex_wait", "the time is over", s -> {
                    s.guest.words(A, 5).words(B, 1, 0, 1, 0);
                    s.call("futex_wait", A, 5, B, C);
                }, o -> assertEquals("\0aaa", o.text(C, 4))),
                row("futex_wake", "nobody", s -> s.call("futex_wake", A, B), o -> assertEquals("\0aaa", o.text(B, 4))),
                row("futex_wake_all", "nobody", s -> s.call("futex_wake_all", A, B), 0),
                row("proc_id", "is positive", s -> s.call("proc_id", A).call("thread_id", B), o -> {
                    assertTrue(o.word(A) > 1);
                    assertEquals(o.word(A), o.word(B));
                }),
                row("proc_parent", "init", s -> s.call("proc_id", A).call("proc_parent", at(A), B).call("proc_parent", 99_999, C), o -> {
                    assertEquals(1, o.word(B));
                    assertTrue(o.result(2) != 0);
                }),
                row("proc_fork", "the child goes first", s -> {
                    s.guest.data(B, new byte[8]);
                    s.call("proc_fork", 1, A).call("proc_join", B, 0, C);
                }, o -> {
                    assertEquals(0, o.word(A));
                    assertEquals(CHILD, o.result(1));
                }),
                row("proc_join", "no child, bad tag", s -> {
                    s.guest.data(A, new byte[8]).data(B, new byte[] {2, 0, 0, 0, 0, 0, 0, 0});
                    s.call("proc_join", A, 0, C).call("proc_join", B, 0, C);
                }, CHILD, INVAL),
                row("proc_spawn2", "a child and its status", s -> {
                    s.guest.data(A, new byte[8]).data(PATH, "/bin/main").data(OTHER, "main\n");
                    s.call("proc_spawn2", PATH, 9, OTHER, 5, 0, 12345, 0, 0, 0, 0, 0, 0, 12345, B).call("proc_join", A, 0, C);
                }, o -> {
                    assertEquals(0, o.result(0));
                    assertEquals(1, o.word(A));
                    assertEquals(o.word(B), o.word(A + 4));
                    assertEquals(1 | 42 << 16, o.word(C));
                }),
                row("proc_spawn", "pipes and null", s -> {
                    s.guest.data(A, new byte[8]).data(PATH, "/bin/main").data(OTHER, "main\n");
                    s.call("proc_spawn", PATH, 9, 0, OTHER, 5, 0, 0, 0, 2, 1, 0, 0, B).call("proc_join", A, 0, C).call("fd_close", at(B + 8))
                            .call("proc_spawn", PATH, 9, 1, OTHER, 5, 0, 0, 0, 2, 1, 0, 0, D).call("proc_spawn", PATH, 9, 0, OTHER, 5, 0, 0, 9, 2, 1, 0, 0, D);
                }, o -> {
                    assertEquals(o.word(B), o.word(A + 4));
                    assertEquals(1, o.word(B + 4));
                    assertEquals(0, o.result(2), "the pipe's end is open");
                    assertEquals(0, o.word(B + 12));
                    assertEquals(NOTSUP, o.result(3));
                    assertEquals(INVAL, o.result(4));
                }),
                row("proc_exec3", "no such program", s -> s.path("/no").call("proc_exec3", PATH, 3, PATH, 3, 0, 999, 0, 0, 999).call("proc_exec3", PATH + 1, 2, PATH, 3, 0, 999, 1, 0, 999), NOENT, NOENT),
                row("proc_signal", "to itself, nobody, no such", s -> s.call("proc_id", A).call("proc_signal", at(A), 0).call("proc_signal", 99_999, 0).call("proc_signal", at(A), 65), 0, 0, 71, INVAL),
                row("proc_raise_interval", "cancels", s -> s.call("proc_raise_interval", 14, 0L, 1).call("proc_raise_interval", 0, 0L, 1).call("proc_raise_interval", 99, 1L, 1), 0, INVAL, INVAL),
                row("proc_signals_sizes_get", "at least one", s -> s.call("proc_signals_sizes_get", A), o -> assertEquals(31, o.word(A))),
                row("proc_signals_get", "each with its disposition", s -> s.call("proc_signals_get", A), o -> assertEquals("\u0001\0\u0002\0", o.text(A, 4))),
                row("proc_snapshot", "there is no journal", s -> s.call("proc_snapshot"), NOTSUP),
                row("thread_id", "the pid", s -> s.call("thread_id", A), 0),
                row("thread_parallelism", "one or more", s -> s.call("thread_parallelism", A), o -> assertTrue(o.word(A) >= 1)),
                row("thread_signal", "the main thread's number", s -> s.call("thread_signal", 0x3fffffff, 0).call("thread_signal", 0x3fffffff, 17).call("thread_signal", 0x3fffffff, 65), 0, 0, INVAL),
                row("stack_checkpoint", "the first return", s -> s.call("stack_checkpoint", A, B), o -> assertEquals(0, o.longWord(B))),
                row("dlopen", "oneself only", s -> s.path("lib.so").call("dlopen", 0, 999, 0, B, 40, 0, 999, A).call("dlopen", PATH, 6, 0, B, 10, 0, 999, C), o -> {
                    assertEquals(1, o.word(A));
                    assertEquals(NOTSUP, o.result(1));
                    assertEquals("lib.so: t\0", o.text(B, 10));
                }),
                row("dlsym", "a function's slot, and none", s -> s.path("on_signalx").call("dlsym", 0, PATH, 9, B, 9, A).call("dlsym", 1, PATH, 10, B, 9, C).call("dlsym", 7, PATH, 9, B, 9, C)
                        .call("dlsym", 0, PATH, 9, B, 9, C), o -> {
                            assertEquals(1, o.word(A));
                            assertEquals(NOENT, o.result(1));
                            assertEquals(NOEXEC, o.result(2));
                            assertEquals(1, o.word(C), "the same");
                        }),
                row("dl_invalid_handle", "one is valid", s -> s.call("dl_invalid_handle", 1).call("dl_invalid_handle", 0), 0, NOEXEC),
                row("call_dynamic", "lengths", s -> s.call("call_dynamic", 1, A, 4, B, 0, 1).call("call_dynamic", 1, A, 3, B, 0, 1).call("call_dynamic", 1, A, 3, B, 9, 0)
                        .call("call_dynamic", 7, A, 4, B, 0, 0).call("call_dynamic", -1, A, 4, B, 0, 0), 0, INVAL, 0, INVAL, INVAL),
                row("reflect_signature", "of (i32) -> ()", s -> s.call("reflect_signature", 1, A, 4, B, 4, C).call("reflect_signature", 1, A, 0, B, 0, D).call("reflect_signature", 5, A, 0, B, 0, D), o -> {
                    assertEquals("\0aaa", o.text(A, 4));
                    assertEquals("\u0001\0\u0001\0\0\0aa", o.text(C, 8));
                    assertEquals(61, o.result(1));
                    assertEquals("\u0001\0\u0001\0\0\0aa", o.text(D, 8));
                    assertEquals(INVAL, o.result(2));
                }),
                row("closure_allocate", "a new slot, then the same", s -> s.call("closure_allocate", A).call("closure_free", at(A)).call("closure_allocate", B), o -> {
                    assertEquals(8, o.word(A));
                    assertEquals(8, o.word(B));
                }),
                row("closure_free", "only closures", s -> s.call("closure_free", 1).call("closure_free", 99), INVAL, INVAL),
                row("closure_prepare", "a backing of another type", s -> s.call("closure_allocate", A).call("closure_prepare", 1, at(A), B, 0, C, 0, 7), 0, INVAL),
                row("context_create", "of a function () -> ()", s -> s.call("context_create", A, 2).call("context_create", B, 1).call("context_create", B, 7).call("context_create", B, 99), o -> {
                    assertEquals(1, o.longWord(A));
                    assertEquals(INVAL, o.result(1));
                    assertEquals(INVAL, o.result(2));
                    assertEquals(INVAL, o.result(3));
                }),
                row("context_switch", "there and back, twice", s -> s.call("context_create", A, 2).call("context_switch", at(A)).call("thread_id", B).call("context_switch", at(A))
                        .call("context_switch", 0L).call("context_switch", 9L)
                        .entry().call("thread_id", C).call("context_switch", 0L).call("thread_id", D).call("context_switch", 0L), o -> {
                            assertEquals(o.word(B), o.word(C));
                            assertEquals(o.word(B), o.word(D));
                            assertEquals(0, o.result(4), "to itself");
                            assertEquals(INVAL, o.result(5));
                        }),
                row("context_destroy", "a suspended one", s -> s.call("context_create", A, 2).call("context_switch", at(A)).call("context_destroy", at(A)).call("context_destroy", at(A))
                        .call("context_switch", at(A)).call("context_destroy", 0L).entry().call("context_destroy", 0L).call("context_switch", 0L), 0, 0, 0, 0, INVAL, INVAL, INVAL),
                row("proc_fork_env", "exits, and the parent goes on there", s -> {
                    s.guest.data(B, new byte[8]);
                    s.call("proc_fork_env", A).call("proc_fork_env", D).call("proc_exit2", 7).call("proc_join", B, 0, C);
                }, o -> {
                    assertEquals(NOTSUP, o.result(1), "not in a child");
                    assertEquals(o.word(A), o.word(B + 4));
                    assertEquals(1 | 7 << 16, o.word(C));
                }),
                row("proc_fork_env", "execs, after an exec that fails", s -> {
                    s.guest.data(B, new byte[8]).data(PATH, "/bin/main").data(OTHER, "main\n");
                    s.call("proc_fork_env", A).call("proc_exec3", PATH, 7, OTHER, 5, 0, 9, 0, 0, 9).call("proc_id", D).call("proc_exec3", PATH, 9, OTHER, 5, 0, 9, 0, 0, 9).call("proc_join", B, 0, C)
                            .call("proc_id", D + 4);
                }, o -> {
                    assertEquals(NOENT, o.result(1));
                    assertEquals(o.word(A), o.word(D), "is the child here");
                    assertEquals(0, o.result(3));
                    assertEquals(o.word(A), o.word(B + 4));
                    assertEquals(1 | 42 << 16, o.word(C));
                    assertTrue(o.word(A) != o.word(D + 4), "and the parent there");
                }),
                row("getpid", "an old name", s -> s.typed("i:i", "getpid", A).typed("ii:i", "getppid", at(A), B), o -> assertEquals(1, o.word(B))),
                row("pipe", "an old name", s -> s.typed("ii:i", "pipe", A, B), o -> assertEquals(5, o.word(B))),
                row("proc_signals_count_get", "an old name", s -> s.typed("i:i", "proc_signals_count_get", A), 0),
                row("process_spawn", "an old name", s -> s.typed("iiiiiiiiiiiii:i", "process_spawn", PATH, 3, 0, PATH, 3, 0, 0, 1, 1, 1, 0, 0, A), NOENT),
                row("proc_exec3", "of three days in 2025", s -> s.path("/no").typed("iiiiii:i", "proc_exec3", PATH, 3, PATH, 3, 0, 9), NOENT),
                row("proc_join", "of 2022: the status word of shells", s -> {
                    s.guest.words(A, -1).data(PATH, "/bin/main").data(OTHER, "main\n");
                    s.call("proc_spawn2", PATH, 9, OTHER, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, B).typed("ii:i", "proc_join", A, C);
                }, o -> {
                    assertEquals(o.word(B), o.word(A));
                    assertEquals(42 << 8, o.word(C));
                }),
                row("no_such_call", "answers NOSYS", s -> s.typed("iIi:i", "no_such_call", 1, 2L, 3).typed("iIi:i", "no_such_call", 1, 2L, 3).typed(":", "nor_this"), NOSYS, NOSYS));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.wasix.GuestScript.at;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wsh.process.WaitStatus;
import org.wsh.testing.TestMachine;

/**
 * Every call, of every generation, made by a module that imports it with its published type: what it answers and what it writes. A row names the call, says what is done, and what is
 * seen then.
 */
class EveryCallTest {
    private static final String UNSTABLE = "wasi_unstable";
    private static final String PREVIEW1 = "wasi_snapshot_preview1";
    private static final String WASIX = "wasix_32v1";

    private static final int BADF = 8, CHILD = 12, ILSEQ = 25, INVAL = 28, NOENT = 44, NOEXEC = 45, NOSYS = 52, NOTCAPABLE = 76, NOTSUP = 58, PERM = 63, SPIPE = 70;

    /** Addresses in the scripts' memory. */
    private static final int A = 1024, B = 1280, C = 1536, D = 2048, PATH = 4096, OTHER = 4352, BUFFER = 8192;

    /** A call's row: the script, and what is looked at afterwards. */
    private record Row(String call, String what, Consumer<Script> script, Consumer<GuestScript.Outcome> check) {}

    /** A script whose calls are of one module, with the types of the reference. */
    private final class Script {
        final GuestScript guest = new GuestScript();
        final String module;

        Script(String module) {
            this.module = module;
        }

        Script call(String name, Object... arguments) {
            return typed(typeOf(name), name, arguments);
        }

        Script typed(String type, String name, Object... arguments) {
            guest.call(module, name, type, arguments);
            return this;
        }

        /** What function 2 calls. */
        Script entry() {
            guest.entry();
            return this;
        }

        Script path(String path) {
            guest.data(PATH, path);
            return this;
        }

        Script other(String path) {
            guest.data(OTHER, path);
            return this;
        }

        /** iovec at A for 8 bytes at BUFFER. */
        Script pieces(String text) {
            guest.words(A, BUFFER, 8);
            guest.data(BUFFER, text);
            return this;
        }
    }

    private List<KnownCall> known;

    @BeforeEach
    void readTables() throws IOException {
        known = KnownCall.all();
    }

    /** Today's. */
    private String typeOf(String name) {
        return known.stream().filter(call -> call.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(name)).type();
    }

    private static Row row(String call, String what, Consumer<Script> script, Consumer<GuestScript.Outcome> check) {
        return new Row(call, what, script, check);
    }

    /** A row that only looks at what its calls return. */
    private static Row row(String call, String what, Consumer<Script> script, Integer... results) {
        return new Row(call, what, script, outcome -> {
            for (int i = 0; i < results.length; i++) {
                assertEquals(results[i], outcome.result(i), call + ", call " + i);
            }
        });
    }

    private static List<Row> preview1Rows() {
        return List.of(
                row("args_sizes_get", "one argument", s -> s.call("args_sizes_get", A, B), o -> {
                    assertEquals(1, o.word(A));
                    assertEquals("/tmp/script.wasm".length() + 1, o.word(B));
                }),
                row("args_get", "its text", s -> s.call("args_get", A, BUFFER), o -> {
                    assertEquals(BUFFER, o.word(A));
                    assertEquals("/tmp/script.wasm\0a", o.text(BUFFER, 18));
                }),
                row("environ_sizes_get", "nothing", s -> s.call("environ_sizes_get", A, B), o -> assertEquals(0, o.word(A) + o.word(B))),
                row("environ_get", "nothing", s -> s.call("environ_get", A, B), o -> assertEquals("aaaa", o.text(A, 4))),
                row("clock_res_get", "a nanosecond", s -> s.call("clock_res_get", 0, A), o -> assertEquals(1, o.longWord(A))),
                row("clock_res_get", "no such clock", s -> s.call("clock_res_get", 9, A), INVAL),
                row("clock_time_get", "all clocks", s -> s.call("clock_time_get", 0, 1L, A).call("clock_time_get", 1, 1L, B).call("clock_time_get", 2, 1L, C)
                        .call("clock_time_get", 3, 1L, D).call("clock_time_get", 4, 1L, D), o -> {
                            assertTrue(o.longWord(A) > 1_500_000_000_000_000_000L);
                            assertEquals(INVAL, o.result(4));
                        }),
                row("random_get", "fills", s -> s.call("random_get", A, 64), o -> assertTrue(!o.text(A, 64).equals("a".repeat(64)))),
                row("sched_yield", "comes back", s -> s.call("sched_yield"), 0),
                row("fd_advise", "is checked", s -> s.call("fd_advise", 2, 0L, 8L, 5).call("fd_advise", 2, 0L, 8L, 6).call("fd_advise", 9, 0L, 8L, 0), 0, INVAL, BADF),
                row("fd_allocate", "grows, never shrinks", s -> s.call("fd_allocate", 2, 90L, 10L).call("fd_allocate", 2, 0L, 1L).call("fd_seek", 2, 0L, s.module.equals(UNSTABLE) ? 1 : 2, A)
                        .call("fd_allocate", 2, 0L, 0L), o -> {
                            assertEquals(100, o.longWord(A));
                            assertEquals(INVAL, o.result(3));
                        }),
                row("fd_close", "once", s -> s.call("fd_close", 3).call("fd_close", 3).call("fd_close", -1), 0, BADF, BADF),
                row("fd_datasync", "of a file", s -> s.call("fd_datasync", 2).call("fd_datasync", 9), 0, BADF),
                row("fd_sync", "of a file", s -> s.call("fd_sync", 2).call("fd_sync", 9), 0, BADF),
                row("fd_fdstat_get", "type, flags, rights", s -> s.call("fd_fdstat_get", 2, A).call("fd_fdstat_get", 0, B), o -> {
                    assertEquals(4, o.word(A));
                    assertEquals(3, o.word(B));
                    assertEquals(RightsOf.READ | RightsOf.WRITE, o.longWord(A + 8) & (RightsOf.READ | RightsOf.WRITE));
                    assertEquals(-1L, o.longWord(B + 16), "directories pass everything on");
                }),
                row("fd_fdstat_set_flags", "replaces all", s -> s.call("fd_fdstat_set_flags", 2, 1 | 16).call("fd_fdstat_get", 2, A).call("fd_fdstat_set_flags", 2, 0)
                        .call("fd_fdstat_get", 2, B).call("fd_fdstat_set_flags", 2, 32), o -> {
                            assertEquals(4 | 17 << 16, o.word(A));
                            assertEquals(4, o.word(B));
                            assertEquals(INVAL, o.result(4));
                        }),
                row("fd_fdstat_set_rights", "only takes away", s -> s.pieces("8 bytes.").call("fd_fdstat_set_rights", 2, RightsOf.READ, 0L).call("fd_write", 2, A, 1, B)
                        .call("fd_read", 2, A, 1, B).call("fd_fdstat_set_rights", 2, RightsOf.READ | RightsOf.WRITE, 0L), 0, NOTCAPABLE, 0, NOTCAPABLE),
                row("fd_filestat_get", "size and links", s -> s.call("fd_filestat_set_size", 2, 7L).call("fd_filestat_get", 2, A), o -> {}),
                row("fd_filestat_set_size", "cuts and grows", s -> s.call("fd_filestat_set_size", 2, 7L).call("fd_filestat_set_size", 2, -1L).call("fd_filestat_set_size", 3, 1L), 0, INVAL, INVAL),
                row("fd_filestat_set_times", "given, now, not both", s -> s.call("fd_filestat_set_times", 2, 1L, 2L, 5).call("fd_filestat_set_times", 2, 1L, 2L, 10)
                        .call("fd_filestat_set_times", 2, 1L, 2L, 3).call("fd_filestat_set_times", 2, 1L, 2L, 16), 0, 0, INVAL, INVAL),
                row("fd_write", "at the offset", s -> s.pieces("8 bytes.").call("fd_write", 2, A, 1, B).call("fd_write", 3, A, 1, B).call("fd_write", 9, A, 1, B).call("fd_tell", 2, C), o -> {
                    assertEquals(8, o.word(B));
                    assertEquals(BADF, o.result(1));
                    assertEquals(BADF, o.result(2));
                    assertEquals(8, o.longWord(C));
                }),
                row("fd_read", "what was written", s -> s.pieces("8 bytes.").call("fd_write", 2, A, 1, B).call("random_get", BUFFER, 8).call("fd_read", 3, A, 1, B).call("fd_read", 3, A, 1, C), o -> {
                    assertEquals("8 bytes.", o.text(BUFFER, 8));
                    assertEquals(8, o.word(B));
                    assertEquals(0, o.word(C));
                }),
                row("fd_pwrite", "leaves the offset", s -> s.pieces("8 bytes.").call("fd_pwrite", 2, A, 1, 10L, B).call("fd_tell", 2, C).call("fd_pwrite", 2, A, 1, -1L, B), o -> {
                    assertEquals(0, o.longWord(C));
                    assertEquals(INVAL, o.result(2));
                }),
                row("fd_pread", "leaves the offset", s -> s.pieces("8 bytes.").call("fd_pwrite", 2, A, 1, 10L, B).call("fd_pread", 3, A, 1, 6L, B).call("fd_tell", 3, C), o -> {
                    assertEquals("\0\0\0\0" + "8 by", o.text(BUFFER, 8));
                    assertEquals(0, o.longWord(C));
                }),
                row("fd_seek", "from everywhere", s -> {
                    boolean unstable = s.module.equals(UNSTABLE);
                    int start = unstable ? 2 : 0;
                    int current = unstable ? 0 : 1;
                    int end = unstable ? 1 : 2;
                    s.call("fd_filestat_set_size", 2, 100L).call("fd_seek", 2, 10L, start, A).call("fd_seek", 2, 5L, current, B).call("fd_seek", 2, -1L, end, C).call("fd_seek", 2, -1L, start, D)
                            .call("fd_seek", 2, 0L, 3, D);
                }, o -> {
                    assertEquals(10, o.longWord(A));
                    assertEquals(15, o.longWord(B));
                    assertEquals(99, o.longWord(C));
                    assertEquals(INVAL, o.result(4));
                    assertEquals(INVAL, o.result(5));
                }),
                row("fd_tell", "the offset", s -> s.call("fd_tell", 2, A), o -> assertEquals(0, o.longWord(A))),
                row("fd_readdir", "fills the buffer, or ends", s -> s.path("dir").call("path_create_directory", 0, PATH, 3).call("path_open", 0, 0, PATH, 3, 2, RightsOf.READDIR, -1L, 0, A)
                        .call("fd_readdir", at(A), BUFFER, 100, 0L, B).call("fd_readdir", at(A), BUFFER + 200, 30, 0L, C).call("fd_readdir", 2, BUFFER, 100, 0L, D), o -> {
                            assertEquals(24 + 1 + 24 + 2, o.word(B));
                            assertEquals(".", o.text(BUFFER + 24, 1));
                            assertEquals("..", o.text(BUFFER + 24 + 1 + 24, 2));
                            assertEquals(30, o.word(C), "the last entry is cut off");
                            assertEquals(54, o.result(4));
                        }),
                row("fd_renumber", "moves or copies", s -> s.call("fd_renumber", 3, 2).call("fd_renumber", 9, 2).call("fd_close", 3), o -> {
                    assertEquals(0, o.result(0));
                    assertEquals(BADF, o.result(1));
                }),
                row("fd_prestat_get", "of the first preopen", s -> s.call("fd_prestat_get", 4, A).call("fd_prestat_get", 99, A), o -> {
                    assertEquals(0, o.word(A));
                    assertEquals(1, o.word(A + 4));
                    assertEquals(BADF, o.result(1));
                }),
                row("fd_prestat_dir_name", "no NUL", s -> s.call("fd_prestat_get", 4, A).call("fd_prestat_dir_name", 4, B, 1).call("fd_prestat_dir_name", 4, B, 0), o -> {
                    assertEquals("/a", o.text(B, 2));
                    assertEquals(37, o.result(2));
                }),
                row("path_create_directory", "once", s -> s.path("dir").call("path_create_directory", 0, PATH, 3).call("path_create_directory", 0, PATH, 3), 0, 20),
                row("path_remove_directory", "once", s -> s.path("dir").call("path_create_directory", 0, PATH, 3).call("path_remove_directory", 0, PATH, 3).call("path_remove_directory", 0, PATH, 3)
                        .path("dirfile").call("path_remove_directory", 0, PATH + 3, 4), 0, 0, NOENT, 54),
                row("path_filestat_get", "of a file", s -> s.path("file").call("path_filestat_get", 0, 1, PATH, 4, A).call("path_filestat_get", 0, 1, PATH, 3, A).call("path_filestat_get", 2, 1, PATH, 4, A),
                        0, NOENT, 54),
                row("path_filestat_set_times", "of a file", s -> s.path("file").call("path_filestat_set_times", 0, 1, PATH, 4, 1L, 2L, 5).call("path_filestat_set_times", 0, 1, PATH, 4, 1L, 2L, 12), 0, INVAL),
                row("path_link", "another name", s -> s.path("file").other("name").call("path_link", 0, 0, PATH, 4, 0, OTHER, 4).call("path_link", 0, 0, PATH, 4, 0, OTHER, 4).call("path_unlink_file", 0, OTHER, 4), 0, 20, 0),
                row("path_open", "creates", s -> s.path("made").call("path_open", 0, 0, PATH, 4, 5, RightsOf.WRITE, 0L, 0, A).call("path_open", 0, 0, PATH, 4, 5, RightsOf.WRITE, 0L, 0, A)
                        .call("path_unlink_file", 0, PATH, 4).call("path_open", 0, 0, PATH, 4, 0, RightsOf.READ, 0L, 0, A), 0, 20, 0, NOENT),
                row("path_open", "a name that is no text", s -> s.guest.data(PATH, new byte[] {(byte) 0xff, 120}).call(s.module, "path_open", "iiiiiIIii:i", 0, 0, PATH, 2, 1, RightsOf.WRITE, 0L, 0, A), ILSEQ),
                row("path_symlink", "keeps its text", s -> s.path("file").other("link").call("path_symlink", PATH, 4, 0, OTHER, 4).call("path_readlink", 0, OTHER, 4, BUFFER, 10, A).call("path_unlink_file", 0, OTHER, 4),
                        o -> assertEquals("file", o.text(BUFFER, o.word(A)))),
                row("path_readlink", "cuts", s -> s.path("file").other("link").call("path_symlink", PATH, 4, 0, OTHER, 4).call("path_readlink", 0, OTHER, 4, BUFFER, 2, A).call("path_unlink_file", 0, OTHER, 4)
                        .call("path_readlink", 0, PATH, 4, BUFFER, 2, B), o -> {
                            assertEquals("fi" + "aa", o.text(BUFFER, 4));
                            assertEquals(INVAL, o.result(3));
                        }),
                row("path_rename", "over nothing", s -> s.path("file").other("name").call("path_rename", 0, PATH, 4, 0, OTHER, 4).call("path_rename", 0, PATH, 4, 0, OTHER, 4).call("path_unlink_file", 0, OTHER, 4), 0, NOENT, 0),
                row("path_unlink_file", "once", s -> s.path("file").call("path_unlink_file", 0, PATH, 4).call("path_unlink_file", 0, PATH, 4), 0, NOENT),
                row("proc_raise", "nothing, and no such", s -> s.call("proc_raise", 0).call("proc_raise", 65), 0, INVAL));
    }

    private static List<Row> notInSnapshot0() {
        return List.of(row("poll_oneoff", "a clock", s -> {
            s.guest.words(A, 77, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0);
            s.call("poll_oneoff", A, B, 1, C).call("poll_oneoff", A, B, 0, C);
        }, o -> {
            assertEquals(1, o.word(C));
            assertEquals(77, o.word(B));
            assertEquals(INVAL, o.result(1));
        }));
    }

    private static List<Row> wasixRows() {
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

    /** How a program ends by a call that does not return. */
    private record End(String call, int status, Consumer<Script> script) {}

    private static List<End> ends() {
        return List.of(
                new End("proc_exit", 7, s -> s.call("proc_exit", 0x107)),
                new End("proc_exit2", 7, s -> s.call("proc_exit2", 7)),
                new End("stack_restore", 79, s -> s.call("stack_restore", A, 1L)),
                new End("proc_exec", 42, s -> s.path("/bin/main").other("main\n").call("proc_exec", PATH, 9, OTHER, 5)),
                new End("proc_exec", NOENT, s -> s.path("/bin/none").other("main\n").call("proc_exec", PATH, 9, OTHER, 5)),
                new End("proc_exec2", 42, s -> s.path("/bin/main").other("main\n").call("proc_exec2", PATH, 9, OTHER, 5, 0, 0)),
                new End("proc_exec2", INVAL, s -> s.path("/bin/main").other("main\n").call("proc_exec2", PATH, 9, OTHER, 5, OTHER, 5)),
                new End("proc_exec3", 42, s -> s.path("main").other("main\n").call("proc_exec3", PATH, 4, OTHER, 5, 0, 99, 1, 0, 99)));
    }

    @TestFactory
    Stream<DynamicTest> preview1() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String module : List.of(PREVIEW1, UNSTABLE, WASIX)) {
            for (Row row : preview1Rows()) {
                tests.add(test(module, row));
            }
        }
        for (String module : List.of(PREVIEW1, WASIX)) {
            for (Row row : notInSnapshot0()) {
                tests.add(test(module, row));
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> wasix() {
        return wasixRows().stream().map(row -> test(WASIX, row));
    }

    private DynamicTest test(String module, Row row) {
        return DynamicTest.dynamicTest(module + "." + row.call() + ": " + row.what(), () -> {
            Script script = new Script(module);
            row.script().accept(script);
            try (TestMachine machine = machine()) {
                GuestScript.Outcome outcome = script.guest.run(machine);
                assertEquals(new WaitStatus.Exited(0), outcome.status());
                row.check().accept(outcome);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> ending() {
        return ends().stream().map(end -> DynamicTest.dynamicTest(end.call() + ": " + end.status(), () -> {
            Script script = new Script(WASIX);
            end.script().accept(script);
            try (TestMachine machine = machine()) {
                assertEquals(new WaitStatus.Exited(end.status()), script.guest.run(machine).status());
            }
        }));
    }

    @Test
    void aContextThatEndsTrapsTheMainOne() throws InterruptedException {
        Script script = new Script(WASIX);
        script.call("context_create", A, 2).call("context_switch", at(A)).entry().call("thread_id", C);
        try (TestMachine machine = machine()) {
            assertEquals(new WaitStatus.Killed(org.wsh.process.Signal.ABRT, true), script.guest.run(machine).status());
        }
    }

    @Test
    void aChildOfForkEnvThatIsKilledMakesItFail() throws InterruptedException {
        Script script = new Script(WASIX);
        script.guest.data(B, new byte[8]);
        script.call("proc_fork_env", A).call("proc_id", C).call("proc_signal", at(A), 9).call("proc_join", B, 0, D);
        try (TestMachine machine = machine()) {
            GuestScript.Outcome outcome = script.guest.run(machine);
            assertEquals(new WaitStatus.Exited(0), outcome.status());
            assertEquals(27, outcome.result(0), "there is no place of the child's to go on from: the call fails");
            assertEquals(2, outcome.word(D));
            assertEquals(9, outcome.word(D + 4) & 0xff);
        }
    }

    private static TestMachine machine() {
        TestMachine machine = new TestMachine(new SyscallTable(), "main");
        machine.program("main", process -> 42);
        return machine;
    }

    @Test
    void snapshot0HasAShorterFilestat() throws InterruptedException {
        Script script = new Script(UNSTABLE);
        script.path("file").call("fd_filestat_set_size", 2, 7L).call("fd_filestat_get", 2, A).call("path_filestat_get", 0, 1, PATH, 4, B);
        try (TestMachine machine = machine()) {
            GuestScript.Outcome outcome = script.guest.run(machine);
            for (int stat : new int[] {A, B}) {
                assertEquals(4, outcome.word(stat + 16));
                assertEquals(1, outcome.word(stat + 20));
                assertEquals(7, outcome.longWord(stat + 24));
                assertEquals("aaaaaaaa", outcome.text(stat + 56, 8));
            }
        }
    }

    @Test
    void preview1sFilestatIsLonger() throws InterruptedException {
        Script script = new Script(PREVIEW1);
        script.path("file").call("fd_filestat_set_size", 2, 7L).call("fd_filestat_get", 2, A).call("path_filestat_get", 0, 1, PATH, 4, B);
        try (TestMachine machine = machine()) {
            GuestScript.Outcome outcome = script.guest.run(machine);
            for (int stat : new int[] {A, B}) {
                assertEquals(4, outcome.longWord(stat + 16));
                assertEquals(1, outcome.longWord(stat + 24));
                assertEquals(7, outcome.longWord(stat + 32));
                assertEquals("aaaaaaaa", outcome.text(stat + 64, 8));
            }
        }
    }

    /** Whose rows are elsewhere: each family's own tests. */
    private static final List<String> ELSEWHERE = List.of("sock_", "port_", "resolve", "epoll_", "fd_event", "thread_");

    @Test
    void everyBoundCallHasARow() {
        TreeSet<String> without = new TreeSet<>();
        new SyscallTable().forEach((module, name, type) -> {
            if (!module.equals("wsh_1") && ELSEWHERE.stream().noneMatch(name::startsWith)) {
                without.add(name);
            }
        });
        Stream.of(preview1Rows(), notInSnapshot0(), wasixRows()).flatMap(List::stream).forEach(row -> without.remove(row.call()));
        ends().forEach(end -> without.remove(end.call()));
        without.remove("getppid"); // beside getpid
        without.remove("thread-spawn");
        assertEquals(new TreeSet<>(), without);
    }
}

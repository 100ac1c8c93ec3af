// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.wasix.CallRow.row;
import static org.wsh.wasix.CallScript.*;
import static org.wsh.wasix.GuestScript.at;

import java.util.List;

/** Rows of {@link EveryCallTest}: preview 1, which wasi_unstable and the first WASIX have, too. */
final class Preview1Rows {
    private Preview1Rows() {}

    static List<CallRow> all() {
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

    static List<CallRow> notInSnapshot0() {
        return List.of(row("poll_oneoff", "a clock", s -> {
            s.guest.words(A, 77, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0);
            s.call("poll_oneoff", A, B, 1, C).call("poll_oneoff", A, B, 0, C);
        }, o -> {
            assertEquals(1, o.word(C));
            assertEquals(77, o.word(B));
            assertEquals(INVAL, o.result(1));
        }));
    }
}

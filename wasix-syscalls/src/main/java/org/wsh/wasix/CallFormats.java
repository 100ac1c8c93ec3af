// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.HashMap;
import java.util.Map;

/**
 * How traces show each call's arguments: a word an argument (some take an address and its length), as {@link CallFormat} reads them. What is not here is shown as numbers.
 * wsh_1's own {@code path_open} is filed with its module.
 */
final class CallFormats {
    private static final String PLAIN = """
            args_get ptr ptr
            args_sizes_get >i32 >i32
            callback_signal path
            chdir path
            clock_res_get clock >i64
            clock_time_get clock i64 >i64
            clock_time_set clock i64
            environ_get ptr ptr
            environ_sizes_get >i32 >i32
            epoll_create =i32
            epoll_ctl fd epollop fd epollevent
            epoll_wait fd >epollevents i64 =i32
            exec path block vars
            fd_advise fd i64 i64 i32
            fd_allocate fd i64 i64
            fd_chdir fd
            fd_chmod fd mode
            fd_chown fd i32 i32
            fd_close fd
            fd_datasync fd
            fd_dup fd =i32
            fd_dup2 fd i32 i32 =i32
            fd_fdflags_get fd >u16
            fd_fdflags_set fd hex
            fd_fdstat_get fd ptr
            fd_fdstat_set_flags fd fdflags
            fd_fdstat_set_rights fd hex hex
            fd_filestat_get fd >filestat
            fd_filestat_set_size fd i64
            fd_filestat_set_times fd i64 i64 hex
            fd_pipe >i32 >i32
            fd_pread fd >pieces i64 =i32
            fd_prestat_dir_name fd >bytes
            fd_prestat_get fd ptr
            fd_pwrite fd pieces i64 =i32
            fd_read fd >pieces =i32
            fd_readdir fd ptr i32 i64 =i32
            fd_renumber fd fd
            fd_seek fd i64 whence =i64
            fd_stat fd >stat
            fd_sync fd
            fd_tell fd =i64
            fd_write fd pieces =i32
            futex_wait ptr i32 ptr >u8
            futex_wake ptr >u8
            futex_wake_all ptr >u8
            getcwd >cstring ptr
            gid_set i32 i32 i32
            groups_get ptr i32 =i32
            groups_set ptr i32
            ids_get ptr
            itimer timer times >times
            path_access fd lookup path access
            path_chmod fd lookup path mode
            path_chown fd lookup path i32 i32
            path_create_directory fd path
            path_filestat_get fd lookup path >filestat
            path_filestat_set_times fd lookup path i64 i64 hex
            path_link fd lookup path fd path
            path_mkdir fd path mode
            path_open fd lookup path oflags rights rights fdflags =i32
            path_open2 fd lookup path oflags rights rights fdflags hex =i32
            path_readlink fd path >bytes =i32
            path_remove_directory fd path
            path_rename fd path fd path
            path_stat fd lookup path >stat
            path_symlink path fd path
            path_unlink_file fd path
            pgid_get i32 =i32
            pgid_set i32 i32
            pgrp_get fd =i32
            pgrp_set fd i32
            poll pollfds i64 set >ready
            poll_oneoff subscriptions ptr i32 =i32
            priority_get prio i32 =i32
            priority_set prio i32 i32
            proc_exec path lines
            proc_exec2 path lines varlines
            proc_exec3 path lines varlines i32 path
            proc_exit i32
            proc_exit2 i32
            proc_fork i32 =i32
            proc_id =i32
            proc_parent i32 =i32
            proc_raise signal
            proc_raise_interval signal i64 i32
            proc_signal i32 signal
            proc_spawn2 path lines varlines ptr i32 ptr i32 i32 path =i32
            pty_lock fd i32
            pty_number fd =i32
            random_get ptr i32
            rlimit i32 resource times >times
            rusage i32 ptr
            sched_yield
            sid_get i32 =i32
            sid_new =i32
            sig_action signal ptr ptr
            sig_info ptr
            sig_mask how set >set
            sig_pending >set
            sig_queue i32 signal i64
            sig_suspend set
            sig_wait set i64 >i32
            sock_accept_v2 fd fdflags =i32 >sockaddr
            sock_addr_local fd >sockaddr
            sock_addr_peer fd >sockaddr
            sock_bind fd sockaddr
            sock_connect fd sockaddr
            sock_listen fd i32
            sock_open family socktype i32 =i32
            sock_pair family socktype i32 >i32 >i32
            sock_recv fd >pieces hex =i32 ptr
            sock_recv_from fd >pieces hex =i32 ptr >sockaddr
            sock_send fd pieces hex =i32
            sock_send_file fd fd i64 i64 =i64
            sock_send_to fd pieces hex sockaddr =i32
            sock_shutdown fd shutdown
            sock_status fd >u8
            spawn path block vars ptr i32 ptr =i32
            stack_checkpoint ptr ptr
            stack_restore ptr i64
            termios_get fd ptr
            termios_set fd i32 ptr
            thread_cancel i32 i32
            thread_id =i32
            thread_parallelism =i32
            thread_signal i32 signal
            tty_control fd i32
            tty_drain fd
            tty_flow fd i32
            tty_flush fd i32
            tty_get ptr
            tty_session fd =i32
            tty_set ptr
            uid_set i32 i32 i32
            umask mode =i32
            uname ptr
            wait i32 waiting >status
            wait_info i32 hex >i32
            winsize_get fd >winsize
            winsize_set fd winsize
            wsh_1.path_open fd lookup path oflags opening fdflags mode =i32
            """;

    private static final Map<String, CallFormat> FORMATS = read();

    private CallFormats() {}

    private static Map<String, CallFormat> read() {
        Map<String, CallFormat> formats = new HashMap<>();
        for (String line : PLAIN.split("\n")) {
            int space = line.indexOf(' ');
            String name = space < 0 ? line : line.substring(0, space);
            formats.put(name, CallFormat.of(space < 0 ? "" : line.substring(space + 1)));
        }
        return Map.copyOf(formats);
    }

    /** @param arguments how many the call has: older generations' calls of the same name have others, and are shown as numbers */
    static CallFormat of(String module, String name, int arguments) {
        CallFormat format = FORMATS.getOrDefault(module + "." + name, FORMATS.get(name));
        return format != null && format.takes() == arguments ? format : CallFormat.numbers(arguments);
    }

    /** All there are, by name. */
    static Map<String, CallFormat> all() {
        return FORMATS;
    }
}

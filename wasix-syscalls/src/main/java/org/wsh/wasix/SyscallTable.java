// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wsh.engine.link.Capturing;
import org.wsh.engine.link.HostFunction;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.JavaFunction;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;
import org.wsh.process.wasm.MissingCalls;

/**
 * The ABI, in one table: every call's module, name, type and method. The method has the call's name and takes the instance first.
 *
 * <p>A type is written with a letter a parameter ({@code i} i32, {@code I} i64), then the result after a colon. A module's import is bound only if
 * its type is the same: several names changed their type over the years.
 */
public final class SyscallTable implements ImportBinding, MissingCalls {
    private static final String UNSTABLE = "wasi_unstable";
    private static final String PREVIEW1 = "wasi_snapshot_preview1";
    private static final String WASIX = "wasix_32v1";
    private static final String WSH = "wsh_1";
    private static final String THREADS = "wasi";

    /** A program that imports none of these is compiled as if its stack were never captured. */
    private static final Set<String> ASKING = Set.of("proc_fork", "proc_fork_env", "stack_checkpoint", "context_switch");

    private static final HostFunction.Failure TO_ERRNO =
            new HostFunction.Failure(RuntimeException.class, Trampoline.class, "failed", "again");
    private static final HostFunction.Failure TO_NOTHING =
            new HostFunction.Failure(RuntimeException.class, Trampoline.class, "failedSilently", "again");

    private static final HostFunction.Watcher WATCHED = new HostFunction.Watcher(CallTrace.class);

    private record Call(String type, Class<?> owner, String method) {
        boolean hasType(FunctionType wanted) {
            int parameters = type.indexOf(':');
            if (wanted.parameterCount() != parameters || wanted.resultCount() != type.length() - parameters - 1) {
                return false;
            }
            for (int i = 0; i < parameters; i++) {
                if (wanted.parameter(i) != valueType(type.charAt(i))) {
                    return false;
                }
            }
            return wanted.resultCount() == 0 || wanted.result(0) == valueType(type.charAt(parameters + 1));
        }

        private static int valueType(char letter) {
            return letter == 'i' ? ValueType.I32 : ValueType.I64;
        }
    }

    /** Several of one name have different types. */
    private final Map<String, Map<String, List<Call>>> modules = new HashMap<>();
    private Map<String, List<Call>> filling;

    public SyscallTable() {
        module(UNSTABLE);
        beforePreview1();
        common();
        module(PREVIEW1);
        preview1();
        common();
        // Until May 2023 WASIX programs imported the names of preview 1 from its own module.
        module(WASIX);
        preview1();
        common();
        wasix();
        wasixOnce();
        module(WSH);
        wsh();
        module(THREADS);
        call("thread-spawn", "i:i", ThreadCalls.class, "thread_spawn");
    }

    /** Snapshot 0, where it differs. */
    private void beforePreview1() {
        call("fd_filestat_get", "ii:i", UnstableCalls.class);
        call("fd_seek", "iIii:i", UnstableCalls.class);
        call("path_filestat_get", "iiiii:i", UnstableCalls.class);
        call("poll_oneoff", "iiii:i", PollCalls.class, "poll_oneoff_snapshot0");
    }

    /** What snapshot 0 has otherwise, or not at all. */
    private void preview1() {
        call("fd_filestat_get", "ii:i", DescriptorCalls.class);
        call("fd_seek", "iIii:i", DescriptorCalls.class);
        call("path_filestat_get", "iiiii:i", PathCalls.class);
        call("poll_oneoff", "iiii:i", PollCalls.class);
        call("sock_accept", "iii:i", SocketCalls.class);
    }

    private void common() {
        call("args_get", "ii:i", ArgumentCalls.class);
        call("args_sizes_get", "ii:i", ArgumentCalls.class);
        call("environ_get", "ii:i", ArgumentCalls.class);
        call("environ_sizes_get", "ii:i", ArgumentCalls.class);
        call("clock_res_get", "ii:i", ClockCalls.class);
        call("clock_time_get", "iIi:i", ClockCalls.class);
        call("fd_advise", "iIIi:i", DescriptorCalls.class);
        call("fd_allocate", "iII:i", DescriptorCalls.class);
        call("fd_close", "i:i", DescriptorCalls.class);
        call("fd_datasync", "i:i", DescriptorCalls.class);
        call("fd_fdstat_get", "ii:i", DescriptorCalls.class);
        call("fd_fdstat_set_flags", "ii:i", DescriptorCalls.class);
        call("fd_fdstat_set_rights", "iII:i", DescriptorCalls.class);
        call("fd_filestat_set_size", "iI:i", DescriptorCalls.class);
        call("fd_filestat_set_times", "iIIi:i", DescriptorCalls.class);
        call("fd_pread", "iiiIi:i", DescriptorCalls.class);
        call("fd_prestat_get", "ii:i", DescriptorCalls.class);
        call("fd_prestat_dir_name", "iii:i", DescriptorCalls.class);
        call("fd_pwrite", "iiiIi:i", DescriptorCalls.class);
        call("fd_read", "iiii:i", DescriptorCalls.class);
        call("fd_readdir", "iiiIi:i", DirectoryCalls.class);
        call("fd_renumber", "ii:i", DescriptorCalls.class);
        call("fd_sync", "i:i", DescriptorCalls.class);
        call("fd_tell", "ii:i", DescriptorCalls.class);
        call("fd_write", "iiii:i", DescriptorCalls.class);
        call("path_create_directory", "iii:i", PathCalls.class);
        call("path_filestat_set_times", "iiiiIIi:i", PathCalls.class);
        call("path_link", "iiiiiii:i", PathCalls.class);
        call("path_open", "iiiiiIIii:i", PathCalls.class);
        call("path_readlink", "iiiiii:i", PathCalls.class);
        call("path_remove_directory", "iii:i", PathCalls.class);
        call("path_rename", "iiiiii:i", PathCalls.class);
        call("path_symlink", "iiiii:i", PathCalls.class);
        call("path_unlink_file", "iii:i", PathCalls.class);
        call("proc_exit", "i:", ProcessCalls.class);
        call("proc_raise", "i:i", ProcessCalls.class);
        call("random_get", "ii:i", RandomCalls.class);
        call("sched_yield", ":i", ProcessCalls.class);
        call("sock_recv", "iiiiii:i", SocketCalls.class);
        call("sock_send", "iiiii:i", SocketCalls.class);
        call("sock_shutdown", "ii:i", SocketCalls.class);
    }

    private void wasix() {
        call("callback_signal", "ii:", ProcessCalls.class);
        call("call_dynamic", "iiiiii:i", DynamicCalls.class);
        call("chdir", "ii:i", PathCalls.class);
        call("clock_time_set", "iI:i", ClockCalls.class);
        call("closure_allocate", "i:i", ClosureCalls.class);
        call("closure_free", "i:i", ClosureCalls.class);
        call("closure_prepare", "iiiiiii:i", ClosureCalls.class);
        call("context_create", "ii:i", ContextCalls.class);
        call("context_destroy", "I:i", ContextCalls.class);
        call("context_switch", "I:i", ContextCalls.class);
        call("dl_invalid_handle", "i:i", LinkingCalls.class);
        call("dlopen", "iiiiiiii:i", LinkingCalls.class);
        call("dlsym", "iiiiii:i", LinkingCalls.class);
        call("epoll_create", "i:i", EventCalls.class);
        call("epoll_ctl", "iiii:i", EventCalls.class);
        call("epoll_wait", "iiiIi:i", EventCalls.class);
        call("fd_dup", "ii:i", FileCalls.class);
        call("fd_dup2", "iiii:i", FileCalls.class);
        call("fd_event", "Iii:i", EventCalls.class);
        call("fd_fdflags_get", "ii:i", FileCalls.class);
        call("fd_fdflags_set", "ii:i", FileCalls.class);
        call("fd_pipe", "ii:i", FileCalls.class);
        call("futex_wait", "iiii:i", FutexCalls.class);
        call("futex_wake", "ii:i", FutexCalls.class);
        call("futex_wake_all", "ii:i", FutexCalls.class);
        call("getcwd", "ii:i", PathCalls.class);
        call("path_open2", "iiiiiIIiii:i", PathCalls.class);
        call("port_addr_add", "i:i", InterfaceCalls.class);
        call("port_addr_clear", ":i", InterfaceCalls.class);
        call("port_addr_list", "ii:i", InterfaceCalls.class);
        call("port_addr_remove", "i:i", InterfaceCalls.class);
        call("port_bridge", "iiiii:i", InterfaceCalls.class);
        call("port_dhcp_acquire", ":i", InterfaceCalls.class);
        call("port_gateway_set", "i:i", InterfaceCalls.class);
        call("port_mac", "i:i", InterfaceCalls.class);
        call("port_route_add", "iiii:i", InterfaceCalls.class);
        call("port_route_clear", ":i", InterfaceCalls.class);
        call("port_route_list", "ii:i", InterfaceCalls.class);
        call("port_route_remove", "i:i", InterfaceCalls.class);
        call("port_unbridge", ":i", InterfaceCalls.class);
        call("proc_exec", "iiii:", SpawnCalls.class);
        call("proc_exec2", "iiiiii:", SpawnCalls.class);
        call("proc_exec3", "iiiiiiiii:i", SpawnCalls.class);
        call("proc_exit2", "i:", ForkCalls.class);
        call("proc_fork", "ii:i", ForkCalls.class);
        call("proc_fork_env", "i:i", ForkCalls.class);
        call("proc_id", "i:i", ProcessCalls.class);
        call("proc_join", "iii:i", SpawnCalls.class);
        call("proc_join", "ii:i", SpawnCalls.class, "proc_join_2022");
        call("proc_raise_interval", "iIi:i", ProcessCalls.class);
        call("proc_parent", "ii:i", ProcessCalls.class);
        call("proc_signal", "ii:i", ProcessCalls.class);
        call("proc_signals_get", "i:i", ProcessCalls.class);
        call("proc_signals_sizes_get", "i:i", ProcessCalls.class);
        call("proc_snapshot", ":i", ProcessCalls.class);
        call("proc_spawn", "iiiiiiiiiiiii:i", SpawnCalls.class);
        call("proc_spawn2", "iiiiiiiiiiiiii:i", SpawnCalls.class);
        call("reflect_signature", "iiiiii:i", DynamicCalls.class);
        call("resolve", "iiiiii:i", InterfaceCalls.class);
        call("sock_accept", "iiii:i", SocketCalls.class, "sock_accept_v2");
        call("sock_accept_v2", "iiii:i", SocketCalls.class);
        call("sock_addr_local", "ii:i", SocketCalls.class);
        call("sock_addr_peer", "ii:i", SocketCalls.class);
        call("sock_bind", "ii:i", SocketCalls.class);
        call("sock_connect", "ii:i", SocketCalls.class);
        call("sock_get_opt_flag", "iii:i", SocketOptionCalls.class);
        call("sock_get_opt_size", "iii:i", SocketOptionCalls.class);
        call("sock_get_opt_time", "iii:i", SocketOptionCalls.class);
        call("sock_join_multicast_v4", "iii:i", SocketOptionCalls.class);
        call("sock_join_multicast_v6", "iii:i", SocketOptionCalls.class);
        call("sock_leave_multicast_v4", "iii:i", SocketOptionCalls.class);
        call("sock_leave_multicast_v6", "iii:i", SocketOptionCalls.class);
        call("sock_listen", "ii:i", SocketCalls.class);
        call("sock_open", "iiii:i", SocketCalls.class);
        call("sock_pair", "iiiii:i", SocketCalls.class);
        call("sock_recv_from", "iiiiiii:i", SocketCalls.class);
        call("sock_send_file", "iiIIi:i", SocketCalls.class);
        call("sock_send_to", "iiiiii:i", SocketCalls.class);
        call("sock_set_opt_flag", "iii:i", SocketOptionCalls.class);
        call("sock_set_opt_size", "iiI:i", SocketOptionCalls.class);
        call("sock_set_opt_time", "iii:i", SocketOptionCalls.class);
        call("sock_status", "ii:i", SocketCalls.class);
        call("stack_checkpoint", "ii:i", ForkCalls.class);
        call("stack_restore", "iI:", ForkCalls.class);
        call("thread_exit", "i:", ThreadCalls.class);
        call("thread_id", "i:i", ThreadCalls.class);
        call("thread_join", "i:i", ThreadCalls.class);
        call("thread_local_create", "Ii:i", ThreadCalls.class);
        call("thread_local_destroy", "i:i", ThreadCalls.class);
        call("thread_local_get", "ii:i", ThreadCalls.class);
        call("thread_local_set", "iI:i", ThreadCalls.class);
        call("thread_parallelism", "i:i", ThreadCalls.class);
        call("thread_signal", "ii:i", ThreadCalls.class);
        call("thread_sleep", "I:i", ThreadCalls.class);
        call("thread_spawn", "ii:i", ThreadCalls.class, "thread_spawn_v2");
        call("thread_spawn", "IIIii:i", ThreadCalls.class, "thread_spawn_2022");
        call("thread_spawn_v2", "ii:i", ThreadCalls.class);
        call("tty_get", "i:i", TerminalCalls.class);
        call("tty_set", "i:i", TerminalCalls.class);
    }

    /** Names and types that WASIX had for a time. */
    private void wasixOnce() {
        call("getpid", "i:i", ProcessCalls.class, "proc_id");
        call("getppid", "ii:i", ProcessCalls.class, "proc_parent");
        call("pipe", "ii:i", FileCalls.class, "fd_pipe");
        call("proc_exec3", "iiiiii:i", SpawnCalls.class, "proc_exec3_2025");
        call("proc_signals_count_get", "i:i", ProcessCalls.class, "proc_signals_sizes_get");
        call("process_spawn", "iiiiiiiiiiiii:i", SpawnCalls.class, "proc_spawn");
    }

    private void wsh() {
        call("exec", "iiiiii:i", SpawnCalls.class);
        call("fd_chdir", "i:i", FileCalls.class);
        call("fd_chmod", "ii:i", FileCalls.class);
        call("fd_chown", "iii:i", FileCalls.class);
        call("fd_stat", "ii:i", FileCalls.class);
        call("gid_set", "iii:i", IdentityCalls.class);
        call("groups_get", "iii:i", IdentityCalls.class);
        call("groups_set", "ii:i", IdentityCalls.class);
        call("ids_get", "i:i", IdentityCalls.class);
        call("itimer", "iii:i", LimitCalls.class);
        call("path_access", "iiiii:i", FileCalls.class);
        call("path_chmod", "iiiii:i", FileCalls.class);
        call("path_chown", "iiiiii:i", FileCalls.class);
        call("path_mkdir", "iiii:i", FileCalls.class);
        call("path_mknod", "iiiiI:i", FileCalls.class);
        call("path_open", "iiiiiiiii:i", FileCalls.class);
        call("path_stat", "iiiii:i", FileCalls.class);
        call("pgid_get", "ii:i", IdentityCalls.class);
        call("pgid_set", "ii:i", IdentityCalls.class);
        call("pgrp_get", "ii:i", TerminalCalls.class);
        call("pgrp_set", "ii:i", TerminalCalls.class);
        call("poll", "iiIii:i", PollCalls.class);
        call("priority_get", "iii:i", PriorityCalls.class);
        call("priority_set", "iii:i", PriorityCalls.class);
        call("rlimit", "iiii:i", LimitCalls.class);
        call("rusage", "ii:i", LimitCalls.class);
        call("sid_get", "ii:i", IdentityCalls.class);
        call("sid_new", "i:i", IdentityCalls.class);
        call("sig_action", "iii:i", SignalCalls.class);
        call("sig_info", "i:i", SignalCalls.class);
        call("sig_mask", "iii:i", SignalCalls.class);
        call("sig_pending", "i:i", SignalCalls.class);
        call("sig_queue", "iiI:i", SignalCalls.class);
        call("sig_suspend", "i:i", SignalCalls.class);
        call("sig_wait", "iIi:i", SignalCalls.class);
        call("thread_cancel", "ii:i", ThreadCalls.class);
        call("spawn", "iiiiiiiiii:i", SpawnCalls.class);
        call("termios_get", "ii:i", TerminalCalls.class);
        call("termios_set", "iii:i", TerminalCalls.class);
        call("uid_set", "iii:i", IdentityCalls.class);
        call("umask", "ii:i", IdentityCalls.class);
        call("uname", "i:i", IdentityCalls.class);
        call("wait", "iii:i", SpawnCalls.class);
        call("wait_info", "iii:i", SpawnCalls.class);
        call("winsize_get", "ii:i", TerminalCalls.class);
        call("winsize_set", "ii:i", TerminalCalls.class);
        call("tty_session", "ii:i", TerminalCalls.class);
        call("tty_drain", "i:i", TerminalCalls.class);
        call("tty_flush", "ii:i", TerminalCalls.class);
        call("tty_flow", "ii:i", TerminalCalls.class);
        call("tty_control", "ii:i", TerminalCalls.class);
        call("pty_number", "ii:i", TerminalCalls.class);
        call("pty_lock", "ii:i", TerminalCalls.class);
    }

    private void module(String name) {
        filling = modules.computeIfAbsent(name, none -> new HashMap<>());
    }

    private void call(String name, String type, Class<?> owner) {
        call(name, type, owner, name);
    }

    private void call(String name, String type, Class<?> owner, String method) {
        filling.computeIfAbsent(name, none -> new ArrayList<>(1)).add(new Call(type, owner, method));
    }

    /** Visits every call. */
    void forEach(Visitor visitor) {
        modules.forEach((module, calls) -> calls.forEach(
                (name, all) -> all.forEach(call -> visitor.visit(module, name, call.type()))));
    }

    @FunctionalInterface
    interface Visitor {
        void visit(String module, String name, String type);
    }

    /** Changes when what compiled code relies on does: a method's owner, name or type. */
    @Override
    public String id() {
        return "wasix4";
    }

    /** A handler that runs on top of a call may fork. */
    @Override
    public Capturing capturing(String module, String name) {
        return ASKING.contains(name) ? Capturing.ASKS : Capturing.PASSES;
    }

    /** An unknown call of WASIX, or one that has another type: programs may import what they never call. */
    @Override
    public JavaFunction standIn(String module, String name, FunctionType type) {
        return module.equals(WASIX) ? MissingCall.of(module + "." + name, type) : null;
    }

    @Override
    public Optional<HostFunction> function(String module, String name, FunctionType type) {
        for (Call call : modules.getOrDefault(module, Map.of()).getOrDefault(name, List.of())) {
            if (call.hasType(type)) {
                return Optional.of(new HostFunction(call.owner(), call.method(), type.resultCount() == 0 ? TO_NOTHING : TO_ERRNO, WATCHED));
            }
        }
        return Optional.empty();
    }
}

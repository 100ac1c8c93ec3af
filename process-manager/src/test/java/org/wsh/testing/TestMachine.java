// SPDX-License-Identifier: Apache-2.0
package org.wsh.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.function.Executable;
import org.wsh.engine.link.CodeStore;
import org.wsh.engine.link.ImportBinding;
import org.wsh.kernel.Fifos;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.KernelOptions;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.process.LaunchRequest;
import org.wsh.process.Launcher;
import org.wsh.process.Process;
import org.wsh.process.Processes;
import org.wsh.process.Program;
import org.wsh.process.SpawnAttributes;
import org.wsh.process.SpawnRequest;
import org.wsh.process.guest.WasmProgram;
import org.wsh.process.hosted.HostedProgram;
import org.wsh.process.hosted.JavaProgram;
import org.wsh.process.proc.ProcFilesystem;
import org.wsh.process.proc.TerminalDevices;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.process.wasm.WasmSettings;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.MountOptions;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.SpaceBudget;
import org.wsh.vfs.VirtualFilesystem;
import org.wsh.vfs.device.DeviceFilesystem;
import org.wsh.vfs.image.ImageEntry;
import org.wsh.vfs.image.ImageFilesystem;
import org.wsh.vfs.overlay.OverlayFilesystem;

/**
 * A machine whose programs are Java lambdas: {@code /bin/NAME} for each. Closing it checks that nothing was left: no process but init, no bytes in
 * its ledger beyond those at boot, no bug of ours.
 */
public final class TestMachine implements AutoCloseable {
    public final Kernel kernel = new Kernel(KernelOptions.defaults().withMemoryBudget(64 << 20));
    public final VirtualFilesystem vfs;
    public final Launcher launcher;
    public final Processes processes;
    private static final int INIT = 1;
    private static final Duration OFTEN = Duration.ofMillis(2);

    private final Map<String, HostedProgram> programs = new ConcurrentHashMap<>();
    private final List<Throwable> bugs = new CopyOnWriteArrayList<>();

    public TestMachine(String... names) {
        this(ImportBinding.NONE, names);
    }

    /** @param binding the system calls that its Wasm programs find */
    public TestMachine(ImportBinding binding, String... names) {
        List<ImageEntry> image = new ArrayList<>();
        for (String directory : List.of("/bin", "/dev", "/proc", "/etc")) {
            image.add(ImageEntry.directory(directory, 0755));
        }
        image.add(ImageEntry.directory("/tmp", 01777));
        image.add(ImageEntry.file("/etc/words", 0644, "one two\n"));
        image.add(ImageEntry.file("/bin/script", 0755, "#!/bin/main -x\nhello\n"));
        image.add(ImageEntry.file("/bin/elf", 0755, "\u007fELF, they said"));
        image.add(ImageEntry.file("/bin/plain", 0644, "\0wsh main\n"));
        image.add(ImageEntry.file("/bin/nobody", 0755, "\0wsh nobody\n"));
        for (String name : names) {
            image.add(ImageEntry.file("/bin/" + name, 0755, "\0wsh " + name + "\n"));
        }
        vfs = new VirtualFilesystem(
                new OverlayFilesystem(ImageFilesystem.of(image), SpaceBudget.UNLIMITED, 10_000, kernel.clock()), new Fifos(kernel));
        launcher = new Launcher(new Launcher.Parts(kernel, vfs, new WasmSettings(binding, List.of(), CodeStore.NONE, 64 << 10, false), WasmProgram::new, this::program, bytes -> {},
                new Processes.MachineName("wsh", "test", "0", "0", "wasm32"), (process, bug) -> bugs.add(bug)));
        processes = launcher.processes();
        DeviceFilesystem dev = new DeviceFilesystem(bytes -> {}, kernel.clock());
        TerminalDevices.addTo(dev, processes);
        vfs.mount("/dev", dev, new MountOptions(false, "dev"));
        vfs.mount("/proc", new ProcFilesystem(processes), new MountOptions(false, "proc"));
    }

    private Program program(String name) {
        HostedProgram code = programs.get(name);
        return code == null ? null : new JavaProgram(code);
    }

    /** Puts a file into the machine: a Wasm program, say. */
    public void write(String path, int mode, byte[] bytes) {
        OpenFileDescription file = vfs.open(processes.find(1), null, path, OpenFlags.REWRITE, mode);
        try {
            java.nio.ByteBuffer left = java.nio.ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                file.write(left);
            }
        } finally {
            file.release();
        }
    }

    /** Starts the program in that file, with these descriptors. */
    public Process startFile(List<OpenFileDescription> streams, String path, String... arguments) {
        List<String> argv = new ArrayList<>(List.of(path));
        argv.addAll(List.of(arguments));
        SpawnRequest request = new SpawnRequest(path, argv, List.of(), List.of(), SpawnAttributes.INHERIT);
        return launcher.launch(new LaunchRequest(request, streams, null, Credentials.ROOT, "/"));
    }

    public TestMachine program(String name, HostedProgram code) {
        programs.put(name, code);
        return this;
    }

    /** Starts {@code /bin/NAME} without descriptors, as root. */
    public Process start(String name, String... arguments) {
        return start(null, List.of(), name, arguments);
    }

    public Process start(Terminal terminal, List<OpenFileDescription> streams, String name, String... arguments) {
        return launcher.launch(new LaunchRequest(request(name, arguments), streams, terminal, Credentials.ROOT, "/"));
    }

    /** As {@link #start}, as that user. */
    public Process startAs(int uid, String name) {
        return launcher.launch(new LaunchRequest(request(name), List.of(), null, new Credentials(uid, uid, List.of()), "/"));
    }

    public static SpawnRequest request(String name, String... arguments) {
        List<String> argv = new ArrayList<>(List.of(name));
        argv.addAll(List.of(arguments));
        return new SpawnRequest("/bin/" + name, argv, List.of("A=1"), List.of(), SpawnAttributes.INHERIT);
    }

    /** Runs {@code main} as a process and returns how it ended. */
    public WaitStatus run(HostedProgram main) throws InterruptedException {
        program("main", main);
        return start("main").await();
    }

    public void assertExits(int code, HostedProgram main) throws InterruptedException {
        assertEquals(new WaitStatus.Exited(code), run(main));
    }

    /** How a call fails that must. */
    public static Errno errno(Executable call) {
        return assertThrows(ErrnoException.class, call).errno();
    }

    @Override
    public void close() {
        for (Process process : processes.all()) {
            if (process.pid() != INIT) {
                processes.signal(process.pid(), Signal.KILL);
            }
        }
        Awaitility.await().atMost(Duration.ofMinutes(1)).pollDelay(Duration.ZERO).pollInterval(OFTEN).until(() -> processes.all().size() == 1);
        launcher.close();
        Awaitility.await().atMost(Duration.ofMinutes(1)).pollDelay(Duration.ZERO).pollInterval(OFTEN).until(() -> kernel.scheduler().tasks().isEmpty());
        assertEquals(0, kernel.ledger().used(), "bytes left in the ledger");
        assertEquals(0, kernel.timers().size(), "timers left");
        kernel.close();
        for (Throwable bug : bugs) {
            fail("a bug of ours", bug);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.function.Function;
import org.wsh.kernel.Kernel;
import org.wsh.process.limit.ResourceLimits;
import org.wsh.process.wasm.ImageCache;
import org.wsh.process.wasm.WasmImage;
import org.wsh.process.wasm.WasmSettings;
import org.wsh.vfs.VirtualFilesystem;
import org.wsh.vfs.device.Randomness;

/**
 * Where processes come from: puts the parts of this floor together, with pid 1, and starts what the machine's owner wants, as children of that. Everything else descends from them.
 *
 * <p>Thread-safe.
 */
public final class Launcher implements AutoCloseable {
    private final Processes processes;
    private final ImageCache images;
    private final Spawn spawn;
    private final ProcessThread init;
    private volatile ResourceLimits limits = ResourceLimits.DEFAULT;

    /**
     * What it is put together of.
     *
     * @param wasm       how Wasm programs are run
     * @param programs   what runs the code of one from its beginning
     * @param hosted     hosted programs, by the name that their file in the tree gives; null for those that there are not
     * @param randomness what random_get answers from
     */
    public record Parts(Kernel kernel, VirtualFilesystem vfs, WasmSettings wasm, Function<WasmImage, Program> programs,
            Function<String, Program> hosted, Randomness randomness, Processes.MachineName name, Processes.BugReport bugs) {}

    public Launcher(Parts parts) {
        processes = new Processes(parts.kernel(), parts.vfs(), parts.randomness(), parts.name(), parts.bugs());
        images = new ImageCache(parts.kernel(), parts.wasm());
        spawn = new Spawn(processes, new Loader(parts.vfs(), parts.hosted(), images, parts.programs()));
        init = Init.start(processes, spawn);
    }

    /** To find, ask and signal them. */
    public Processes processes() {
        return processes;
    }

    /** What is launched from now on starts with these limits; and there are no more than so many processes, pid 1 included (0: as many as can be). */
    public void limit(ResourceLimits ofEach, int mostProcesses) {
        limits = ofEach;
        if (mostProcesses > 0) {
            processes.table.limit(mostProcesses);
        }
    }

    /** Starts a program as a child of pid 1, leading a session of its own. The errors of spawn. */
    public Process launch(LaunchRequest request) {
        if (request.terminal() != null) {
            processes.setConsole(request.terminal());
        }
        return spawn.launch(init, request, limits);
    }

    /** Ends every process. Returns at once: they unwind at their next poll. */
    @Override
    public void close() {
        processes.close();
        images.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.wsh.kernel.Fifos;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.Ledger;
import org.wsh.process.Processes;
import org.wsh.process.proc.ProcFilesystem;
import org.wsh.process.proc.TerminalDevices;
import org.wsh.sandbox.host.HostArchive;
import org.wsh.userland.Userland;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.MountOptions;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.PlacedCaller;
import org.wsh.vfs.VirtualFilesystem;
import org.wsh.vfs.device.DeviceFilesystem;
import org.wsh.vfs.host.HostFilesystem;
import org.wsh.vfs.host.HostOptions;
import org.wsh.vfs.image.ImageFilesystem;
import org.wsh.vfs.overlay.OverlayFilesystem;

/** The tree of files of a machine: what is mounted where, and access to it for the machine's owner, who is root. */
final class Tree {
    /** Files, directories and links that may be made. */
    private static final long MOST_INODES = 1 << 20;

    private Tree() {}

    /**
     * The image below, which never changes; memory above, which is this machine's. Files get at most half of what there is, as in
     * Linux's tmpfs, or {@code disk} bytes if that is less: else a full disk would leave no memory to run {@code rm} in.
     */
    static VirtualFilesystem root(Kernel kernel, long disk) {
        Ledger.Account files = kernel.ledger().account("files");
        files.limit(Math.min(disk, kernel.ledger().budget() / 2));
        return new VirtualFilesystem(new OverlayFilesystem(image(), files, MOST_INODES, kernel.clock()), new Fifos(kernel));
    }

    /**
     * The launcher names the archive as a file beside the jars: to find it in one of them, the JVM would have to open them all, which
     * takes longer than all else that a start does.
     */
    private static Filesystem image() {
        String file = System.getProperty("wsh.image");
        return file == null ? Userland.image() : ImageFilesystem.trusted(HostArchive.read(file));
    }

    /** What the kernel computes: {@code /dev} and {@code /proc}. */
    static void mountSystem(VirtualFilesystem vfs, Kernel kernel, Processes processes) {
        var devices = new DeviceFilesystem(processes.randomness(), kernel.clock());
        TerminalDevices.addTo(devices, processes);
        vfs.makeDirectories("/dev");
        vfs.makeDirectories("/proc");
        vfs.mount("/dev", devices, new MountOptions(false, "devtmpfs"));
        vfs.mount("/proc", new ProcFilesystem(processes), new MountOptions(false, "proc"));
    }

    /** A folder of the host. IllegalArgumentException if it cannot be shown there. */
    static void mountHost(VirtualFilesystem vfs, Kernel kernel, Grant grant, Credentials user) {
        try {
            vfs.makeDirectories(grant.guest());
            vfs.mount(grant.guest(),
                    new HostFilesystem(grant.host(), new HostOptions(grant.writable(), user.uid(), user.gid()), kernel.hostWork()),
                    new MountOptions(!grant.writable(), "host"));
        } catch (ErrnoException e) {
            throw new IllegalArgumentException("cannot mount on " + grant.guest() + ": " + e.errno().message(), e);
        }
    }

    static byte[] read(VirtualFilesystem vfs, String path) {
        OpenFileDescription file = vfs.open(owner(vfs), null, path, OpenFlags.READ, 0);
        try {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.clamp(file.attributes().size() + 1, 1024, Integer.MAX_VALUE - 8));
            while (file.read(bytes) > 0) {
                if (!bytes.hasRemaining()) {
                    if (bytes.capacity() > Integer.MAX_VALUE / 2) {
                        throw new ErrnoException(Errno.EFBIG, path);
                    }
                    bytes = ByteBuffer.allocate(bytes.capacity() * 2).put(bytes.flip());
                }
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
        } finally {
            file.release();
        }
    }

    /** The array may be kept as it is: it must not be changed any more. */
    static void write(VirtualFilesystem vfs, String path, byte[] bytes, int mode, Credentials owner) {
        Caller root = owner(vfs);
        int name = path.lastIndexOf('/');
        if (name > 0) {
            vfs.makeDirectories(path.substring(0, name));
        }
        OpenFileDescription file = vfs.open(root, null, path, OpenFlags.REWRITE, mode);
        try {
            if (!file.give(bytes)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    file.write(rest);
                }
            }
            file.setMode(root, mode);
            file.setOwner(root, owner.uid(), owner.gid());
        } finally {
            file.release();
        }
    }

    static boolean isDirectory(VirtualFilesystem vfs, String path) {
        try {
            return vfs.attributes(owner(vfs), null, path, true).type() == FileType.DIRECTORY;
        } catch (ErrnoException e) {
            return false;
        }
    }

    /** Whether {@code user} gets as far as that path's last name, be there a file of that name or not. */
    static boolean mayReach(VirtualFilesystem vfs, String path, Credentials user) {
        try {
            vfs.attributes(new PlacedCaller(user, vfs.root()), null, path, false);
            return true;
        } catch (ErrnoException e) {
            return e.errno() == Errno.ENOENT;
        }
    }

    /** The machine's owner, as a caller. */
    static Caller owner(VirtualFilesystem vfs) {
        return new PlacedCaller(Credentials.ROOT, vfs.root());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wsh.engine.Image;
import org.wsh.engine.Module;
import org.wsh.engine.link.CodeSource;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.syntax.ExternKind;
import org.wsh.engine.syntax.Import;
import org.wsh.engine.syntax.Limits;
import org.wsh.engine.syntax.ModuleException;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.Ledger;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;

/**
 * The Wasm programs that are in use or were lately: a file that has not changed is not read again. What is kept is charged to an account of its
 * own; when there is no room, what was used longest ago goes first.
 *
 * <p>Thread-safe. Nothing is read or compiled under the lock: two processes that start the same new program may both load it, and one copy stays.
 */
final class ImageCache {
    /** For what is decoded and compiled; and as much again for a copy of the file's bytes. */
    private static final int COST_PER_BYTE = 1;
    private static final long BASE_COST = 64 << 10;
    /** Larger modules are decoded away from the guests' processors, and their bodies validated one by one when first called. */
    private static final int LARGE = 4 << 20;

    private final Kernel kernel;
    private final WasmSettings settings;
    private final CodeSource[] code;
    private final Ledger.Account account;

    /** Guarded by itself. In order of last use. */
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** A file as it was: any change of content changes one of these. */
    private record Key(long device, long inode, long size, long modified, long changed) {
        static Key of(Attributes file) {
            return new Key(file.device(), file.inode(), file.size(), file.modificationTime(), file.changeTime());
        }
    }

    private record Entry(Program program, long cost) {}

    ImageCache(Kernel kernel, WasmSettings settings) {
        this.kernel = kernel;
        this.settings = settings;
        this.code = settings.code().toArray(new CodeSource[0]);
        account = kernel.ledger().account("programs");
    }

    /** Forgets all and gives its memory back; what still runs keeps its image. */
    void close() {
        synchronized (entries) {
            entries.clear();
            account.close();
        }
    }

    /** The program in that file if it is known; else null. */
    Program find(Attributes file) {
        synchronized (entries) {
            Entry entry = entries.get(Key.of(file));
            return entry == null ? null : entry.program();
        }
    }

    /** Reads, decodes, checks and keeps a program. ENOEXEC with the reason; ENOMEM. */
    Program load(OpenFileDescription open, Attributes file, String path) {
        byte[] whole = open.wholeContent();
        long cost = file.size() * (whole == null ? 2 * COST_PER_BYTE : COST_PER_BYTE) + BASE_COST;
        reserve(cost, path);
        boolean kept = false;
        try {
            Program program = program(whole == null ? readAll(open, file.size()) : whole);
            synchronized (entries) {
                Entry earlier = entries.putIfAbsent(Key.of(file), new Entry(program, cost));
                kept = earlier == null;
                return kept ? program : earlier.program();
            }
        } catch (ModuleException e) {
            throw new ErrnoException(Errno.ENOEXEC, e.getMessage());
        } finally {
            if (!kept) {
                account.release(cost);
            }
        }
    }

    private void reserve(long cost, String path) {
        synchronized (entries) {
            while (!account.reserve(cost)) {
                var oldest = entries.entrySet().iterator();
                if (!oldest.hasNext()) {
                    throw new ErrnoException(Errno.ENOMEM, path);
                }
                account.release(oldest.next().getValue().cost());
                oldest.remove();
            }
        }
    }

    private static byte[] readAll(OpenFileDescription open, long size) {
        if (size > Limits.DEFAULT.moduleBytes()) {
            throw new ErrnoException(Errno.ENOMEM);
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) size);
        while (buffer.hasRemaining() && open.readAt(buffer, buffer.position()) > 0) {
            // until full, or at the end of a file that has become shorter
        }
        return buffer.hasRemaining() ? java.util.Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array();
    }

    private Program program(byte[] bytes) {
        if (bytes.length < LARGE) {
            return decode(bytes);
        }
        try {
            return kernel.hostWork().run(() -> decode(bytes));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("decoding throws nothing checked", e);
        }
    }

    private Program decode(byte[] bytes) {
        Module module = Module.parse(bytes, Limits.DEFAULT);
        Image image = Image.of(module, ImageOptions.DEFAULT, settings.binding(), settings.store(), code);
        if (bytes.length < LARGE && !isPrecompiled(module)) {
            module.validate();
        }
        requireCommand(module);
        return new WasmProgram(image, traits(module), settings);
    }

    /** Code that was compiled ahead of time is of bodies that were valid. */
    private boolean isPrecompiled(Module module) {
        if (code.length == 0) {
            return false;
        }
        String key = Image.key(module, ImageOptions.DEFAULT, settings.binding());
        for (CodeSource source : code) {
            if (source.find(key).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void requireCommand(Module module) {
        StringBuilder missing = new StringBuilder();
        for (Import wanted : module.imports()) {
            boolean found = wanted.kind() == ExternKind.FUNCTION && (settings.missingImportsAllowed()
                    || settings.binding().function(wanted.module(), wanted.name(), (org.wsh.engine.syntax.FunctionType) wanted.type()).isPresent());
            if (!found) {
                missing.append(missing.isEmpty() ? "" : "; ").append(wanted);
            }
        }
        if (!missing.isEmpty()) {
            throw new ErrnoException(Errno.ENOEXEC, "needs imports that this machine does not have: " + missing);
        }
        boolean start = module.exports().stream().anyMatch(export -> export.kind() == ExternKind.FUNCTION && export.name().equals("_start"));
        if (!start) {
            throw new ErrnoException(Errno.ENOEXEC, "exports no function \"_start\": a library, not a command");
        }
    }

    private static WasmProgram.Traits traits(Module module) {
        boolean posix = false;
        boolean wasix = false;
        boolean preopens = false;
        for (Import wanted : module.imports()) {
            wasix |= wanted.module().startsWith("wasix_");
            posix |= wanted.module().startsWith("wasix_") || wanted.module().equals("wsh_1");
            preopens |= wanted.name().equals("fd_prestat_get");
        }
        return new WasmProgram.Traits(posix, preopens, wasix);
    }
}

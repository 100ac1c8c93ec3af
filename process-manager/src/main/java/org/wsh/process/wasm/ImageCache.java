// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.wasm;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wsh.engine.Image;
import org.wsh.engine.Module;
import org.wsh.engine.link.CodeSource;
import org.wsh.engine.link.CodeStore;
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
public final class ImageCache {
    /** What is decoded takes 3 to 6 % of a module's bytes; code is not in the heap. */
    /** Code that comes with the image has canonical NaNs, and so serves both kinds of machine: see userland's CompiledPrograms. */
    private static final ImageOptions AHEAD = ImageOptions.DEFAULT.withCanonicalNans(true);
    private static final int BYTES_PER_DECODED = 8;
    private static final long BASE_COST = 64 << 10;
    /** Larger modules are decoded away from the guests' processors, and their bodies validated one by one when first called. */
    private static final int LARGE = 4 << 20;

    private final Kernel kernel;
    private final WasmSettings settings;
    /** Of the programs compiled here; a machine whose runs repeat wants canonical NaNs. */
    private final ImageOptions options;
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

    private record Entry(WasmImage image, long cost) {}

    public ImageCache(Kernel kernel, WasmSettings settings) {
        this.kernel = kernel;
        this.settings = settings;
        this.options = ImageOptions.DEFAULT.withCanonicalNans(kernel.deterministic());
        this.code = settings.code().toArray(new CodeSource[0]);
        account = kernel.ledger().account("programs");
    }

    /** Forgets all and gives its memory back; what still runs keeps its image. */
    public void close() {
        synchronized (entries) {
            entries.clear();
            account.close();
        }
    }

    /** The program in that file if it is known; else null. */
    public WasmImage find(Attributes file) {
        synchronized (entries) {
            Entry entry = entries.get(Key.of(file));
            return entry == null ? null : entry.image();
        }
    }

    /** Reads, decodes, checks and keeps a program. ENOEXEC with the reason; ENOMEM. */
    public WasmImage load(OpenFileDescription open, Attributes file, String path) {
        byte[] whole = open.wholeContent();
        long cost = (whole == null ? file.size() : 0) + file.size() / BYTES_PER_DECODED + BASE_COST;
        reserve(cost, path);
        boolean kept = false;
        try {
            byte[] bytes = whole == null ? readAll(open, file.size()) : whole;
            // Asked last: what is still known then was so while we read.
            WasmImage image = image(bytes, open.knownSha256());
            synchronized (entries) {
                Entry earlier = entries.putIfAbsent(Key.of(file), new Entry(image, cost));
                kept = earlier == null;
                return kept ? image : earlier.image();
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

    private WasmImage image(byte[] bytes, String sha256) {
        if (bytes.length < LARGE) {
            return decode(bytes, sha256);
        }
        try {
            return kernel.hostWork().run(() -> decode(bytes, sha256));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("decoding throws nothing checked", e);
        }
    }

    /** @param sha256 of the bytes, if it is known */
    private WasmImage decode(byte[] bytes, String sha256) {
        Module module = parse(bytes, sha256);
        boolean precompiled = isPrecompiled(module);
        Image image = Image.of(module, precompiled ? AHEAD : options, settings.binding(), settings.store(), code);
        if (bytes.length < LARGE && !precompiled) {
            module.validate();
        }
        requireCommand(module);
        return new WasmImage(image, traits(module), settings);
    }

    private Module parse(byte[] bytes, String sha256) {
        if (sha256 != null) {
            return Module.parse(bytes, Limits.DEFAULT, sha256);
        }
        return settings.store() == CodeStore.NONE ? Module.parse(bytes, Limits.DEFAULT) : Module.parseAndHash(bytes, Limits.DEFAULT);
    }

    /** Code that was compiled ahead of time is of bodies that were valid. */
    private boolean isPrecompiled(Module module) {
        long size = module.declarations().bytes().length;
        for (CodeSource source : code) {
            if (source.mayHave(size) && source.find(Image.key(module, AHEAD, settings.binding())).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void requireCommand(Module module) {
        StringBuilder missing = new StringBuilder();
        for (Import wanted : module.imports()) {
            boolean found = wanted.kind() == ExternKind.MEMORY || wanted.kind() == ExternKind.FUNCTION && (settings.missingImportsAllowed() || settings.standIn(wanted) != null
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

    private static WasmImage.Traits traits(Module module) {
        boolean posix = false;
        boolean wasix = false;
        boolean preopens = false;
        boolean first = false;
        for (Import wanted : module.imports()) {
            wasix |= wanted.module().startsWith("wasix_");
            posix |= wanted.module().startsWith("wasix_") || wanted.module().equals("wsh_1");
            preopens |= wanted.name().equals("fd_prestat_get");
            first |= wanted.module().startsWith("wasix_") && WasmImage.Traits.hasMoved(wanted.name());
        }
        return new WasmImage.Traits(posix, preopens, wasix, first);
    }
}

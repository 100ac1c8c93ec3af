// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import org.wsh.engine.link.CodeStore;
import org.wsh.engine.link.HostFunction;

/**
 * Defines an image's classes when the JVM first resolves a reference to one: the JVM's lazy linking is the engine's lazy compilation. Everything else is found by the engine's
 * loader, or, for bound host functions, by the loaders of the classes that own them.
 */
final class ImageLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassMaker maker;
    private final CodeStore.Shelf kept;
    private final String prefix;
    private final HostFunction[] bound;

    ImageLoader(ClassMaker maker, CodeStore.Shelf kept, String packageName, HostFunction[] bound) {
        super("wasm", ImageLoader.class.getClassLoader());
        this.maker = maker;
        this.kept = kept;
        this.prefix = packageName + ".";
        this.bound = bound;
    }

    /** Asking the parent first, as loaders do, would search the class path in vain for each class of ours. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(prefix)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            var loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith(prefix) && name.length() > prefix.length() + 1) {
            byte[] bytes = code(name.charAt(prefix.length()), Integer.parseInt(name, prefix.length() + 1, name.length(), 10));
            if (bytes != null) {
                return defineClass(name, bytes, 0, bytes.length);
            }
        }
        for (var host : bound) {
            if (host != null) {
                if (host.owner().getName().equals(name)) {
                    return host.owner();
                }
                if (host.watcher() != null && host.watcher().owner().getName().equals(name)) {
                    return host.watcher().owner();
                }
                if (host.failure() != null) {
                    if (host.failure().owner().getName().equals(name)) {
                        return host.failure().owner();
                    }
                    if (host.failure().exception().getName().equals(name)) {
                        return host.failure().exception();
                    }
                }
            }
        }
        throw new ClassNotFoundException(name);
    }

    private byte[] code(char kind, int number) {
        byte[] found = kept.find(kind, number);
        if (found != null) {
            return found;
        }
        long start = System.nanoTime();
        byte[] made = maker.make(kind, number);
        if (made != null) {
            kept.keep(kind, number, made, System.nanoTime() - start);
        }
        return made;
    }
}

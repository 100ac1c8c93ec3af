// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.link;

import java.util.Optional;

/** Where code compiled earlier may be found: ordinary named classes, made by {@code Ahead}. Asked by any thread. */
@FunctionalInterface
public interface CodeSource {
    /**
     * What was compiled for exactly that, if anything was. It is trusted: a guest runs as what this has.
     *
     * @param key as {@code Image.key} makes it: module hash, engine version, options, binding
     */
    Optional<Precompiled> find(String key);

    /** Whether a module of that many bytes can be among what it has: if not, nobody need hash it to make the key. */
    default boolean mayHave(long moduleBytes) {
        return true;
    }

    /** A source that has one image. Opens no resource, so it is the one for what must start at once; the key is known at build time. */
    static CodeSource of(String key, long moduleBytes, ClassLoader loader, String packageName) {
        return new OneImage(key, moduleBytes, new Precompiled(loader, packageName));
    }

    /** The classes {@code packageName.F0}, … as seen by {@code loader}. */
    record Precompiled(ClassLoader loader, String packageName) {}
}

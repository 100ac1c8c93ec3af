// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.link;

import java.util.Optional;

/** Where code compiled earlier may be found: ordinary named classes, made by {@code org.wsh.engine.compile.Ahead}. */
@FunctionalInterface
public interface CodeSource {
    /** @param key as {@code Image.key} makes it: module hash, engine version, options, binding */
    Optional<Precompiled> find(String key);

    /** The classes {@code packageName.F0}, … as seen by {@code loader}. */
    record Precompiled(ClassLoader loader, String packageName) {}
}

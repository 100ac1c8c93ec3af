// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.link;

import java.util.Optional;

/** A source that has one image: what {@link CodeSource#of} returns. */
record OneImage(String key, long moduleBytes, CodeSource.Precompiled code) implements CodeSource {
    @Override
    public boolean mayHave(long wanted) {
        return wanted == moduleBytes;
    }

    @Override
    public Optional<Precompiled> find(String wanted) {
        return wanted.equals(key) ? Optional.of(code) : Optional.empty();
    }
}

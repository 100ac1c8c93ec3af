// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.wsh.engine.link.CodeStore;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.InstanceOptions;

class KeptCodeTest {
    /** Two functions: one doubles, the other, exported as f, calls it. */
    private static final byte[] MODULE = java.util.HexFormat.of().parseHex(
            "0061736d01000000" + "01060160017f017f" + "0303020000" + "070501016600" + "01"
            + "0a1002" + "0700" + "200020006a0b" + "0600" + "2000" + "1000" + "0b");

    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();
    private final CodeStore store = key -> new CodeStore.Shelf() {
        @Override
        public byte[] find(char kind, int number) {
            return kept.get(key + kind + number);
        }

        @Override
        public void keep(char kind, int number, byte[] code, long nanos) {
            made.incrementAndGet();
            kept.put(key + kind + number, code);
        }
    };

    private Object[] run(ImageOptions options) {
        Image image = Image.of(Module.parse(MODULE), options, ImportBinding.NONE, store);
        return image.instantiate(Imports.NONE, InstanceOptions.DEFAULT).function("f").call(21);
    }

    @Test
    void whatWasKeptIsNotMadeAgain() {
        assertArrayEquals(new Object[] {42}, run(ImageOptions.DEFAULT));
        int first = made.get();
        assertFalse(kept.isEmpty());
        assertArrayEquals(new Object[] {42}, run(ImageOptions.DEFAULT));
        assertEquals(first, made.get());
    }

    @Test
    void otherOptionsHaveOtherCode() {
        run(ImageOptions.DEFAULT);
        int first = made.get();
        run(ImageOptions.DEFAULT.withPolls(false));
        assertEquals(2 * first, made.get());
    }
}

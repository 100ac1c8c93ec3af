// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleHashTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 100, 5 << 20})
    void isTheSameWhoeverMakesIt(int size) throws Exception {
        var bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        String expected = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertEquals(expected, new ModuleHash(bytes).get());
        var begun = new ModuleHash(bytes);
        begun.begin();
        assertEquals(expected, begun.get());
        assertEquals(expected, begun.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5 << 20})
    void isWaitedForByOneThatIsInterruptedToo(int size) {
        var hash = new ModuleHash(new byte[size]);
        hash.begin();
        Thread.currentThread().interrupt();
        assertEquals(64, hash.get().length());
        assertTrue(Thread.interrupted());
    }
}

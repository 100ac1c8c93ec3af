// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void textIsItself() {
        assertEquals("naïve 🐚", Arguments.decode(Arguments.encode("naïve 🐚")));
    }

    @Test
    void anyBytesComeBack() {
        Random random = new Random(1);
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertArrayEquals(bytes, Arguments.encode(Arguments.decode(bytes)));
        }
    }

    @Test
    void overlongSurrogateAndCutOffSequencesComeBack() {
        byte[][] odd = {{(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xf0, (byte) 0x9f},
            {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, {(byte) 0xe0, (byte) 0x80, (byte) 0xaf}};
        for (byte[] bytes : odd) {
            assertArrayEquals(bytes, Arguments.encode(Arguments.decode(bytes)));
        }
    }
}

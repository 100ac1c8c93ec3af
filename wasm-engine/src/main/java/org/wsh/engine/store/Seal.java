// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Authenticates an image's classes: HMAC-SHA256 (RFC 2104) under the user's key, over the image's key, the class's name and its bytes. A class that was changed, or comes
 * from another image or place, doesn't have it. Made of MessageDigest, as the first use of javax.crypto.Mac costs a start tens of milliseconds.
 */
final class Seal {
    static final int BYTES = 16;
    private static final int BLOCK = 64;

    private final MessageDigest inner, outer;   // as they are after the key's block; only cloned from then on

    Seal(byte[] key, String image) {
        inner = start(key, 0x36);
        outer = start(key, 0x5c);
        inner.update(image.getBytes(StandardCharsets.UTF_8));
        inner.update((byte) 0);
    }

    private static MessageDigest start(byte[] key, int pad) {
        var block = Arrays.copyOf(key, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= (byte) pad;
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(block);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    byte[] of(long name, byte[] code) {
        try {
            var digest = (MessageDigest) inner.clone();
            for (int shift = 0; shift < 64; shift += 8) {
                digest.update((byte) (name >> shift));
            }
            var last = (MessageDigest) outer.clone();
            last.update(digest.digest(code));
            return Arrays.copyOf(last.digest(), BYTES);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }
}

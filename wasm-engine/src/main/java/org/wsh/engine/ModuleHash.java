// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** A module's SHA-256, made once: by who asks first, or beside what goes on meanwhile. Thread-safe. */
final class ModuleHash {
    /** What is smaller is hashed sooner than a thread is started. */
    private static final int LARGE = 4 << 20;

    private final FutureTask<String> digest;
    private final boolean large;
    private final AtomicBoolean begun = new AtomicBoolean();

    ModuleHash(byte[] bytes) {
        digest = new FutureTask<>(() -> sha256(bytes));
        large = bytes.length >= LARGE;
    }

    /** One that is known. */
    ModuleHash(String known) {
        digest = new FutureTask<>(() -> known);
        large = false;
    }

    /** Somebody will ask, but has other things to do first. */
    void begin() {
        if (large && begun.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("wsh-module-hash").start(digest);
        }
    }

    /** In hexadecimal. */
    String get() {
        digest.run();       // nothing, if that has begun
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return digest.get();
                } catch (InterruptedException e) {
                    interrupted = true;     // it doesn't take long; who interrupted us is told by what we do next
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("hashing can't fail", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

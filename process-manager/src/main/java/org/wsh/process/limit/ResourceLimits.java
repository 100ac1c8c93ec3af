// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.limit;

import java.util.Arrays;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A process's resource limits, soft and hard, by Linux's numbers: setrlimit(). What is below is enforced, in the place that gives the resource out; the others (CORE, STACK, …) are
 * only kept. Immutable; values are unsigned, {@link #INFINITY} the largest.
 */
public final class ResourceLimits {
    public static final int CPU = 0;
    public static final int FILE_SIZE = 1;
    public static final int DATA = 2;
    public static final int STACK = 3;
    public static final int CORE = 4;
    public static final int PROCESSES = 6;
    public static final int DESCRIPTORS = 7;
    public static final int ADDRESS_SPACE = 9;
    public static final int COUNT = 16;
    public static final long INFINITY = -1;

    /** No descriptor table is longer, whatever the limit: Linux's nr_open. */
    public static final int MOST_DESCRIPTORS = 4096;

    private static final int DEFAULT_DESCRIPTORS = 1024;

    public static final ResourceLimits DEFAULT = defaults();

    private final long[] soft;
    private final long[] hard;

    private ResourceLimits(long[] soft, long[] hard) {
        this.soft = soft;
        this.hard = hard;
    }

    private static ResourceLimits defaults() {
        long[] soft = new long[COUNT];
        long[] hard = new long[COUNT];
        Arrays.fill(soft, INFINITY);
        Arrays.fill(hard, INFINITY);
        soft[DESCRIPTORS] = DEFAULT_DESCRIPTORS;
        hard[DESCRIPTORS] = MOST_DESCRIPTORS;
        soft[CORE] = 0;
        return new ResourceLimits(soft, hard);
    }

    /** EINVAL: no such resource. */
    public long soft(int resource) {
        return soft[existing(resource)];
    }

    public long hard(int resource) {
        return hard[existing(resource)];
    }

    private static int existing(int resource) {
        if (resource < 0 || resource >= COUNT) {
            throw new ErrnoException(Errno.EINVAL);
        }
        return resource;
    }

    /**
     * setrlimit().
     *
     * @param privileged may raise hard limits
     * @throws ErrnoException EINVAL (no such resource, soft above hard), EPERM (raises the hard limit)
     */
    public ResourceLimits with(int resource, long newSoft, long newHard, boolean privileged) {
        existing(resource);
        if (Long.compareUnsigned(newSoft, newHard) > 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        boolean raises = Long.compareUnsigned(newHard, hard[resource]) > 0;
        if (raises && (!privileged || resource == DESCRIPTORS && Long.compareUnsigned(newHard, MOST_DESCRIPTORS) > 0)) {
            throw new ErrnoException(Errno.EPERM);
        }
        long[] softs = soft.clone();
        long[] hards = hard.clone();
        softs[resource] = newSoft;
        hards[resource] = newHard;
        return new ResourceLimits(softs, hards);
    }

    /** What holds for the numbers of descriptors: all are below it. */
    public int descriptors() {
        return (int) least(soft[DESCRIPTORS], MOST_DESCRIPTORS);
    }

    /** Bytes that the process may hold. */
    public long memory() {
        return least(least(soft[ADDRESS_SPACE], soft[DATA]), Long.MAX_VALUE);
    }

    /** The largest size that a write may give a file. */
    public long fileSize() {
        return least(soft[FILE_SIZE], Long.MAX_VALUE);
    }

    /** Processes of the same user. */
    public long processes() {
        return least(soft[PROCESSES], Long.MAX_VALUE);
    }

    private static long least(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
    }
}

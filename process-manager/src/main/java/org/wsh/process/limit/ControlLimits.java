// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.limit;

/**
 * What a process and all its descendants may use together; {@link #NONE} for no limit.
 *
 * @param memory    bytes; ENOMEM beyond it
 * @param processes zombies included; EAGAIN beyond it
 * @param descriptors in use; ENFILE beyond it, EAGAIN of who would inherit them
 * @param cpuTime   ns; SIGXCPU to all at it, SIGKILL a second later
 */
public record ControlLimits(long memory, int processes, int descriptors, long cpuTime) {
    public static final int NONE = -1;
    public static final ControlLimits UNLIMITED = new ControlLimits(NONE, NONE, NONE, NONE);

    public ControlLimits {
        if (memory < NONE || processes < NONE || processes == 0 || descriptors < NONE || cpuTime < NONE) {
            throw new IllegalArgumentException("limits of a tree: " + memory + " bytes, " + processes + " processes, " + descriptors + " descriptors, " + cpuTime
                    + " ns: none may be negative, and there is one process");
        }
    }

    public ControlLimits withMemory(long bytes) {
        return new ControlLimits(bytes, processes, descriptors, cpuTime);
    }

    public ControlLimits withProcesses(int most) {
        return new ControlLimits(memory, most, descriptors, cpuTime);
    }

    public ControlLimits withDescriptors(int most) {
        return new ControlLimits(memory, processes, most, cpuTime);
    }

    public ControlLimits withCpuTime(long nanos) {
        return new ControlLimits(memory, processes, descriptors, nanos);
    }
}

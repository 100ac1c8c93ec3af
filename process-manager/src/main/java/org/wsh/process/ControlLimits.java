// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

/**
 * What a process and all its descendants may use together; {@link #NONE} for no limit.
 *
 * @param memory    bytes; ENOMEM beyond it
 * @param processes zombies included; EAGAIN beyond it
 * @param cpuTime   ns; SIGXCPU to all at it, SIGKILL a second later
 */
public record ControlLimits(long memory, int processes, long cpuTime) {
    public static final int NONE = -1;
    public static final ControlLimits UNLIMITED = new ControlLimits(NONE, NONE, NONE);

    public ControlLimits {
        if (memory < NONE || processes < NONE || processes == 0 || cpuTime < NONE) {
            throw new IllegalArgumentException("limits of a tree: " + memory + " bytes, " + processes + " processes, " + cpuTime + " ns: none may be negative, and there is one process");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

/** How far guests get by themselves: see {@link MachineBuilder#network}. */
public enum NetworkReach {
    /** They have Unix sockets only. */
    NONE,
    /** The machine itself. */
    LOOPBACK,
    /** And whatever the host reaches, but not the host's own loopback. */
    HOST
}

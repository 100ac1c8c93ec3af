// SPDX-License-Identifier: Apache-2.0
/**
 * What may be used: {@link org.wsh.process.limit.ResourceLimits} of a process, {@link org.wsh.process.limit.ControlLimits} of one and all that descend from it, which
 * {@link org.wsh.process.limit.ControlGroup} holds them to, with a {@link org.wsh.process.limit.DescriptorQuota}.
 *
 * <p>Locks: the monitor of {@code ControlGroup}; no other is taken under it.
 */
package org.wsh.process.limit;

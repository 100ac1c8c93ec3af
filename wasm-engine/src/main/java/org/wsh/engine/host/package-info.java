// SPDX-License-Identifier: Apache-2.0
/**
 * What touches the host below the JVM: {@link org.wsh.engine.host.AddressSpace}, memory outside of the Java heap; and what of the JVM itself may be used:
 * {@link org.wsh.engine.host.JdkInternals}. Uses nothing else of the engine.
 */
package org.wsh.engine.host;

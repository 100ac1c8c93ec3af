// SPDX-License-Identifier: Apache-2.0
/** What touches the host below the JVM: {@link org.wsh.engine.host.AddressSpace}, memory outside of the Java heap. */
package org.wsh.engine.host;

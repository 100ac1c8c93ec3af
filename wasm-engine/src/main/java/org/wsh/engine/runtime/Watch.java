// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/**
 * Whether somebody watches the host functions that instances call. Shared by as many instances as the embedder likes; read by generated code before each call of a
 * host function that {@linkplain org.wsh.engine.link.HostFunction.Watcher can be watched}.
 */
public final class Watch {
    /** Plain, so that the JIT may do what it likes with the read: who switches it is seen a poll later at the latest. */
    public boolean on;
}

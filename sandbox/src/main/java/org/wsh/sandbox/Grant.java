// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.nio.file.Path;

/** A folder of the host that a machine may see. */
record Grant(Path host, String guest, boolean writable) {}

// SPDX-License-Identifier: Apache-2.0
/** A folder of the host: {@link org.wsh.vfs.host.HostFilesystem}. All that touches the host is in this package. */
package org.wsh.vfs.host;

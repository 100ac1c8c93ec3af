// SPDX-License-Identifier: Apache-2.0
/** A writable filesystem over a read-only one: {@link org.wsh.vfs.overlay.OverlayFilesystem}. */
package org.wsh.vfs.overlay;

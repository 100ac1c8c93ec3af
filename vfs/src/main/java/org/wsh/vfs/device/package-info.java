// SPDX-License-Identifier: Apache-2.0
/** {@code /dev}: {@link org.wsh.vfs.device.DeviceFilesystem}. Device numbers are Linux's (Documentation/admin-guide/devices.txt). */
package org.wsh.vfs.device;

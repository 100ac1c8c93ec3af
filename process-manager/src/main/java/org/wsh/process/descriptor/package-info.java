// SPDX-License-Identifier: Apache-2.0
/**
 * File descriptors: {@link org.wsh.process.descriptor.Rights}, {@link org.wsh.process.descriptor.Descriptor}, {@link org.wsh.process.descriptor.DescriptorTable}: small numbers to open files.
 *
 * <p>Locks: that of {@code DescriptorTable}; no other is taken under it, and no file is closed.
 */
package org.wsh.process.descriptor;

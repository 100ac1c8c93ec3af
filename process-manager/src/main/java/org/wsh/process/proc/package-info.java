// SPDX-License-Identifier: Apache-2.0
/**
 * {@code /proc} and what of {@code /dev} depends on processes. Made of the vfs's computed nodes: {@code DescriptorFolder} and {@code TaskFolder} in {@code ProcessFolder} (a process),
 * {@code MachineText} with {@code LoadAverage} (the machine), {@link org.wsh.process.proc.ProcFilesystem}; {@link org.wsh.process.proc.TerminalDevices}. Texts are made when they are read.
 */
package org.wsh.process.proc;

// SPDX-License-Identifier: Apache-2.0

/**
 * The command {@code strace}: {@link org.wsh.process.strace.Strace} follows other processes through {@link org.wsh.process.hosted.Tracer}. Bottom up: {@code Options} (what was asked for),
 * {@code Families} (which calls {@code -e trace=%file} means), {@code Summary} ({@code -c}), {@code Log} (lines in strace's format), {@code Strace}.
 */
package org.wsh.process.strace;

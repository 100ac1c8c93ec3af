// SPDX-License-Identifier: Apache-2.0

/** The Flight Recorder's view of a machine. Nothing here is loaded unless {@code jdk.jfr} is there and somebody wants it: see {@code Machine}. */
package org.wsh.sandbox.jfr;

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/** A frame of a {@link CapturedStack}, as data: never changed, and out of the guest's reach. */
public sealed interface Frame permits GuestFrame, HostFrame {}

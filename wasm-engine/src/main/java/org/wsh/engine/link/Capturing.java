// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.link;

/**
 * What an imported function may do to the stack of the guest that calls it. A module all of whose imports are {@link #NEVER} or {@link #PASSES} is compiled as if there were no
 * captures; in one that imports an {@link #ASKS} every call that may lead to a capture can hand over its frame.
 */
public enum Capturing {
    /** Nothing: it returns or throws. If it calls the guest back, nothing can be captured meanwhile. */
    NEVER,
    /** It may call the guest back and let a capture pass: see {@code HostFrame}. */
    PASSES,
    /** It may ask for a capture: see {@code StackCapture}. */
    ASKS
}

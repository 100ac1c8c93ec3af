// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import org.wsh.engine.runtime.CapturedStack;
import org.wsh.process.ProcessThread;

/**
 * Why a system call had the guest's stack captured: what is asked for by {@code StackCapture.of(instance, request)} and done at the thread's root, when no
 * frame of the guest is on the JVM's stack any more.
 */
interface CapturedCall {
    /** Does it. @return how the guest goes on; it may be captured again */
    Runnable perform(ProcessThread thread, CapturedStack stack);
}

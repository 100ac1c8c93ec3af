// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

/** A loop whose rounds are known or measured ({@link LoopShape}), and so not charged one by one. */
sealed interface CountedLoop permits CountingLoop, MeasuredLoop {
    /** On the way out from within the body: makes the charge what it would be round by round. The stack may hold operands. */
    void leave();
}

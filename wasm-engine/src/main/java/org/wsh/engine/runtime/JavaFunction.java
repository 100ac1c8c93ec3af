// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/**
 * A Java lambda as a Wasm function. Arguments and results are boxed (Integer, Long, Float, Double, {@link V128}, references): for what is called seldom; else bind a host function. It is called on
 * the guest's thread, and what it throws passes through the guest to whoever called that.
 */
@FunctionalInterface
public interface JavaFunction {
    /**
     * Returns the results, in order; null for none.
     *
     * @param caller null if the host calls it by its {@link FunctionRef}
     */
    Object[] call(Instance caller, Object[] arguments);
}

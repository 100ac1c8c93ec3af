// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/** A Java lambda as a Wasm function. Arguments and results are boxed: for what is called seldom; else bind a host function. */
@FunctionalInterface
public interface JavaFunction {
    /** Returns the results, in order; null for none. */
    Object[] call(Instance caller, Object[] arguments);
}

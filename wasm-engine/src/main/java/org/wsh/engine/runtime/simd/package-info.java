// SPDX-License-Identifier: Apache-2.0
/**
 * The vector instructions as Java methods, a class for each shape and a method for each instruction, called by generated code and by the interpreter.
 * Their names are the text format's: {@code i8x16.add_sat_s} is {@code Int8Lanes.add_sat_s}.
 */
package org.wsh.engine.runtime.simd;

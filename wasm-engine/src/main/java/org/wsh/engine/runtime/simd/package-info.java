// SPDX-License-Identifier: Apache-2.0
/**
 * The vector instructions as Java methods, a public class for each shape and a method for each instruction, called by generated code and by the interpreter.
 * Their names are the text format's: {@code i8x16.add_sat_s} is {@code Int8Lanes.add_sat_s}.
 *
 * <p>Behind them are two kinds of classes. {@code ScalarInt8} and its like have all instructions, in general registers: {@code Swar} computes lanes side by side in a long. {@code Bytes},
 * {@code Shorts}, {@code Ints}, {@code Longs}, {@code Floats} and {@code Doubles} have those that the JIT puts into vector registers, and are used when {@code VectorUnit} says so; what runs
 * until it does is the other kind, found by number ({@code Scalar}).
 */
package org.wsh.engine.runtime.simd;

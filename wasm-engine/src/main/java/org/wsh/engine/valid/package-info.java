// SPDX-License-Identifier: Apache-2.0
/**
 * Validation: the spec's chapter of that name, by the algorithm of its appendix.
 *
 * <p>{@code TypeStack}, {@code UnsetLocals}: its state; {@link org.wsh.engine.valid.BodyValidator}: the pass over a body, which yields {@link org.wsh.engine.valid.FunctionFacts}. It
 * has the rules of what is common; {@code ControlInstructions}, {@code CallInstructions}, {@code ExceptionInstructions}, {@code RareInstructions}, {@code AtomicInstructions},
 * {@code SimdInstructions} and {@code GcInstructions} have the others, {@code ConstantInstructions} says which may stand in a constant expression. {@link org.wsh.engine.valid.ModuleValidator}
 * and {@code TypeValidator} check what is around the bodies.
 */
package org.wsh.engine.valid;

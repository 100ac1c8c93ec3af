// SPDX-License-Identifier: Apache-2.0
/**
 * From validated bodies to JVM bytecode, a body at a time, in one pass over its bytes. There is no tree and no graph: what needs to be known ahead (loops, live locals, where a large body may
 * be cut) is found by passes of its own before.
 *
 * <p>Where to begin reading: {@code BodyCompiler}, the loop over the instructions. What it works with is {@code MethodContext} (JVM locals, what is known at this point) and
 * {@code OperandStack} (the Wasm operand stack at compile time). Then:
 * <ul>
 * <li>instructions, a family a file: {@code NumericCode}, {@code MemoryCode} (with {@code AccessSpans}, which accesses have one check) and {@code OffHeapCode}, {@code CallCode}, {@code TailCode}, {@code ControlCode}, {@code Jumps},
 * {@code ExceptionCode}, {@code GcCode}, {@code SimdCode}, {@code AtomicCode}, {@code RareCode}, and {@code RuntimeCall}, by which most of them call the runtime;
 * <li>loops: {@code LoopCode} chooses, {@code LoopShape} and {@code LoopSurvey} look; {@code CountingLoop}, {@code MeasuredLoop} and {@code CopiedLoop} are the kinds;
 * <li>the budget, which makes a guest poll: {@code BudgetCode}, {@code BudgetOnTrap};
 * <li>large bodies: {@code BodyShape} finds where, {@code Outline} cuts, {@code Region}, {@code RegionMethod} and {@code RegionCalls} make methods of the pieces, {@code Liveness} says
 * what passes between them;
 * <li>handing over frames (fork, setjmp): {@code Captures} says which calls, {@code CaptureCode} and {@code CaptureMethod} do it, {@code LiveLocals} says what must be kept;
 * <li>classes: {@code Names} says what all are called, {@code Grouping} which functions share one, {@code ClassMaker} makes any of them from its name, {@code ImageLoader} when the JVM
 * first asks; {@code LoopLoader} makes a single hot loop for the interpreter;
 * <li>front doors: {@link org.wsh.engine.compile.CompiledLibrary} for an image, {@link org.wsh.engine.compile.ImageClasses} for all its classes at once.
 * </ul>
 *
 * <p>It uses {@code syntax}, {@code binary}, {@code valid}, {@code link}, {@code runtime} and {@code exec} (which runs what no JVM method can hold), and is not exported: the engine's front door is {@code Image}, and {@code Ahead} for a build.
 *
 * <p>What stays true: the JVM's verifier accepts the code of every valid module; what a body cannot have as JVM code is {@code TooLarge} and gets interpreted. Charges are the same as the
 * interpreter's. The same module, options and binding give the same bytes, at run time as ahead of time; who changes them counts {@code CompiledLibrary.VERSION} up.
 */
package org.wsh.engine.compile;

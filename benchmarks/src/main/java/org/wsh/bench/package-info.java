// SPDX-License-Identifier: Apache-2.0
/**
 * The figures of the documents, each a program of its own that prints what it measured: {@link org.wsh.bench.Figures} (wsh beside its host), {@code SameProgram} (one C program, built twice),
 * {@code Giants} (very large modules), {@code Curve} (speed against the size of a body). {@code docs/benchmarks.md} says how to run them. Nothing uses this package.
 */
package org.wsh.bench;

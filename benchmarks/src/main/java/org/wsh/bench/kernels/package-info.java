// SPDX-License-Identifier: Apache-2.0
/**
 * The benchmark set: C kernels, each run natively, on V8, here and on Endive. Bottom up: a {@link Kernel} of the set; an {@link Engine}, one way to run it; a
 * {@link Contender}, the process in which an engine runs one kernel ({@link WshServer}, {@link EndiveServer} and, beside the sources, {@code serve.js} and
 * {@code native.c} are what such processes run; they speak lines); a {@link Contest} of all engines over one kernel; {@link KernelFigures}, the command;
 * {@link MicroFigures}, what single operations of our engine cost.
 */
package org.wsh.bench.kernels;

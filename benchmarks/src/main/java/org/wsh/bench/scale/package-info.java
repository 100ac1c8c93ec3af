// SPDX-License-Identifier: Apache-2.0
/**
 * Many processes at once, and unruly ones: who gets how much, how soon a kill ends what, how long the prompt takes beside bombs, what thousands cost. {@code ScaleFigures} begins, {@code Report}
 * prints; {@code Guests} is a machine to measure in, {@code Conversation} somebody who types. docs/benchmarks.md says what the rows are.
 */
package org.wsh.bench.scale;

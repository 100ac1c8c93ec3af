// SPDX-License-Identifier: Apache-2.0
/**
 * Word expansions: POSIX XCU 2.6, 2.14.
 *
 * <p>Bottom up: {@code Pattern} (2.14) with its {@code BracketExpression}s, {@code PathnameExpansion} (2.6.6), {@code Arithmetic} (2.6.4), {@code Users} (2.6.1); the {@code Sink}s, where expansions go:
 * {@code TextSink}, {@code PatternSink}, {@code FieldSink} (2.6.5); {@code Expander}. Commands in words are run by who implements {@code Substitution}.
 */
package org.wsh.shell.expand;

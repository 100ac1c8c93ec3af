// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.expand;

import org.wsh.shell.state.Account;

/** Where a word's expansion goes, piece by piece: fields, one text, or a pattern. */
abstract sealed class Sink permits FieldSink, TextSink, PatternSink {
    final Account account;

    Sink(Account account) {
        this.account = account;
    }

    /** Text of the script, unquoted. */
    abstract void literal(String text);

    /** Text that stands for itself, from the script or an expansion; the word is there even if it is empty. */
    abstract void quoted(String text);

    /** The result of an unquoted expansion: may be split, and be a pattern. */
    abstract void expanded(String text);

    /** Between two positional parameters of {@code $@}. */
    abstract void boundary();

    /** Whether this makes many fields, so that {@code $@} and {@code $*} do. */
    abstract boolean splits();
}

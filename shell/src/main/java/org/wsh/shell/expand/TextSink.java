// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.expand;

import org.wsh.shell.state.Account;

/** Expansion to one text, without splitting: assignments, here-documents, redirections, the subject of {@code case}. */
final class TextSink extends Sink {
    private final StringBuilder text = new StringBuilder();

    TextSink(Account account) {
        super(account);
    }

    private void append(String more) {
        account.append(text, more);
    }

    @Override
    void literal(String more) {
        append(more);
    }

    @Override
    void quoted(String more) {
        append(more);
    }

    @Override
    void expanded(String more) {
        append(more);
    }

    @Override
    void boundary() {
        append(" ");
    }

    @Override
    boolean splits() {
        return false;
    }

    String text() {
        account.hold(Account.weight(text.length()));
        return text.toString();
    }
}

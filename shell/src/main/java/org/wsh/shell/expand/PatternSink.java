// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.expand;

import org.wsh.shell.state.Account;

/** Expansion to a pattern, in which what was quoted is escaped: {@code case}, <code>${x%…}</code>. */
final class PatternSink extends Sink {
    private final StringBuilder text = new StringBuilder();

    PatternSink(Account account) {
        super(account);
    }

    @Override
    void literal(String more) {
        account.append(text, more);
    }

    @Override
    void quoted(String more) {
        account.grow(text, 2 * more.length());
        Pattern.quote(more, text);
    }

    @Override
    void expanded(String more) {
        literal(more);
    }

    @Override
    void boundary() {
        literal(" ");
    }

    @Override
    boolean splits() {
        return false;
    }

    Pattern pattern() {
        account.hold(Account.weight(text.length()));
        return Pattern.of(text.toString(), account);
    }
}

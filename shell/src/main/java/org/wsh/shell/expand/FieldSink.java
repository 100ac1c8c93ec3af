// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.expand;

import java.util.List;
import org.wsh.shell.state.Account;

/**
 * Expansion to fields: splits what was expanded (POSIX XCU 2.6.5), then expands pathnames (2.6.6). One sink takes many words, each
 * ended by {@link #end}.
 */
final class FieldSink extends Sink {
    private final List<String> fields;
    private final String separators;
    /** Null when {@code set -f} forbids it. */
    private final PathnameExpansion pathnames;

    // The field being built.
    private final StringBuilder text = new StringBuilder();
    /** The same with everything quoted escaped; only built once the field holds an unquoted {@code * ? [}. */
    private StringBuilder pattern;
    /** There is a field, perhaps an empty one. */
    private boolean open;
    /** White space has just ended a field: a separator that follows belongs to it. */
    private boolean endedByWhite;

    FieldSink(Account account, List<String> fields, String separators, PathnameExpansion pathnames) {
        super(account);
        this.fields = fields;
        this.separators = separators;
        this.pathnames = pathnames;
    }

    @Override
    void literal(String more) {
        account.grow(text, more.length());
        open = true;
        endedByWhite = false;
        unquoted(more, 0, more.length());
    }

    private void unquoted(String more, int from, int to) {
        if (pattern == null && pathnames != null) {
            for (int i = from; i < to; i++) {
                char c = more.charAt(i);
                if (c == '*' || c == '?' || c == '[') {
                    pattern = new StringBuilder();
                    Pattern.quote(text, pattern);
                    break;
                }
            }
        }
        text.append(more, from, to);
        if (pattern != null) {
            account.grow(pattern, to - from);
            pattern.append(more, from, to);
        }
    }

    @Override
    void quoted(String more) {
        account.grow(text, more.length());
        open = true;
        endedByWhite = false;
        text.append(more);
        if (pattern != null) {
            account.grow(pattern, 2 * more.length());
            Pattern.quote(more, pattern);
        }
    }

    @Override
    void expanded(String more) {
        account.grow(text, more.length());
        int from = 0;
        for (int i = 0; i < more.length(); i++) {
            char c = more.charAt(i);
            if (separators.indexOf(c) < 0) {
                open = true;
                continue;
            }
            account.poll(1);
            unquoted(more, from, i);
            from = i + 1;
            boolean white = c == ' ' || c == '\t' || c == '\n';
            if (open) {
                finish();
                endedByWhite = white;
            } else if (!white) {
                if (!endedByWhite) {
                    open = true;
                    finish();
                }
                endedByWhite = false;
            }
        }
        if (from < more.length()) {
            endedByWhite = false;
            unquoted(more, from, more.length());
        }
    }

    @Override
    void boundary() {
        if (open) {
            finish();
        }
        endedByWhite = false;
    }

    @Override
    boolean splits() {
        return true;
    }

    /** The word has ended. */
    void end() {
        boundary();
    }

    private void finish() {
        List<String> paths = pattern == null ? List.of() : pathnames.expand(pattern.toString());
        if (paths.isEmpty()) {
            account.hold(Account.weight(text.length()) + 16);
            fields.add(text.toString());
        } else {
            fields.addAll(paths);
        }
        text.setLength(0);
        pattern = null;
        open = false;
    }
}

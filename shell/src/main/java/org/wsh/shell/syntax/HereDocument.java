// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

/**
 * A here-document. POSIX XCU 2.7.4. The parser makes it when it sees {@code <<}, and its body is filled in when the lines after the
 * command's line have been read; after that it never changes.
 */
public final class HereDocument {
    private final String delimiter;
    private final boolean quoted;
    private final boolean stripsTabs;
    private Word body = Word.EMPTY;

    HereDocument(String delimiter, boolean quoted, boolean stripsTabs) {
        this.delimiter = delimiter;
        this.quoted = quoted;
        this.stripsTabs = stripsTabs;
    }

    public String delimiter() {
        return delimiter;
    }

    /** Whether any part of the delimiter was quoted: then the body is taken as it stands. */
    public boolean quoted() {
        return quoted;
    }

    /** {@code <<-}. */
    public boolean stripsTabs() {
        return stripsTabs;
    }

    public Word body() {
        return body;
    }

    void fill(Word text) {
        body = text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HereDocument that
                && delimiter.equals(that.delimiter)
                && quoted == that.quoted
                && stripsTabs == that.stripsTabs
                && body.equals(that.body);
    }

    @Override
    public int hashCode() {
        return delimiter.hashCode();
    }
}

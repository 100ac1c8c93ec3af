// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.ArrayList;
import java.util.List;

/** Finds tilde-prefixes. POSIX XCU 2.6.1: unquoted, at a word's beginning; in an assignment also after its {@code =} and each colon. */
final class Tildes {
    private Tildes() {}

    /** The parts with every tilde-prefix as a part of its own. */
    static List<Word.Part> mark(List<Word.Part> parts, boolean assignment) {
        if (!contains(parts)) {
            return List.copyOf(parts);
        }
        List<Word.Part> marked = new ArrayList<>(parts.size() + 2);
        boolean possible = true;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Word.Literal literal) {
                possible = mark(literal.text(), possible, i + 1 == parts.size(), assignment, marked);
            } else {
                marked.add(parts.get(i));
                possible = false;
            }
        }
        return List.copyOf(marked);
    }

    private static boolean contains(List<Word.Part> parts) {
        for (Word.Part part : parts) {
            if (part instanceof Word.Literal literal && literal.text().indexOf('~') >= 0) {
                return true;
            }
        }
        return false;
    }

    /** @return whether a tilde-prefix may begin right after this text */
    private static boolean mark(String text, boolean atStart, boolean last, boolean assignment, List<Word.Part> marked) {
        int done = 0;
        boolean possible = atStart;
        for (int i = 0; i < text.length(); i++) {
            if (possible && text.charAt(i) == '~') {
                int end = i + 1;
                while (end < text.length() && text.charAt(end) != '/' && !(assignment && text.charAt(end) == ':')) {
                    end++;
                }
                if (end < text.length() || last) {
                    if (i > done) {
                        marked.add(new Word.Literal(text.substring(done, i)));
                    }
                    marked.add(new Word.Tilde(text.substring(i + 1, end)));
                    done = end;
                    i = end - 1;
                }
            }
            possible = assignment && i >= 0 && i < text.length() && text.charAt(i) == ':';
        }
        if (done < text.length()) {
            marked.add(new Word.Literal(text.substring(done)));
        }
        return possible;
    }
}

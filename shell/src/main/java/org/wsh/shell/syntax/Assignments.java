// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.ArrayList;
import java.util.List;

/** Words seen as something else: assignments (2.10.2 rule 7), arguments of declaration utilities (2.9.1.1), here-document delimiters. */
final class Assignments {
    private Assignments() {}

    /** The assignment that {@code word} is, or null. */
    static Assignment of(Word word) {
        if (word.parts().isEmpty() || !(word.parts().get(0) instanceof Word.Literal first)) {
            return null;
        }
        int equals = first.text().indexOf('=');
        if (equals <= 0 || !Name.is(first.text().substring(0, equals))) {
            return null;
        }
        List<Word.Part> value = new ArrayList<>(word.parts());
        if (equals + 1 == first.text().length()) {
            value.remove(0);
        } else {
            value.set(0, new Word.Literal(first.text().substring(equals + 1)));
        }
        return new Assignment(first.text().substring(0, equals), new Word(Tildes.mark(value, true)));
    }

    /** The assignment as one word that will not be split: {@code name="value"} with the value's parts protected. */
    static Word asWord(Assignment assignment) {
        List<Word.Part> parts = new ArrayList<>();
        parts.add(new Word.Literal(assignment.name() + "="));
        for (Word.Part part : assignment.value().parts()) {
            parts.add(part instanceof Word.Parameter || part instanceof Word.Substitution || part instanceof Word.Arithmetic
                    ? new Word.DoubleQuoted(List.of(part))
                    : part instanceof Word.Literal literal ? new Word.Quoted(literal.text()) : part);
        }
        return new Word(List.copyOf(parts));
    }

    /** Whether these words call a declaration utility, so that arguments of the form {@code name=value} are not split. */
    static boolean declares(List<Word> words) {
        Word last = words.get(words.size() - 1);
        for (int i = 0; i + 1 < words.size(); i++) {
            if (!"command".equals(words.get(i).literal())) {
                return false;
            }
        }
        String name = last.literal();
        return name != null
                && switch (name) {
                    case "export", "readonly", "local" -> true;
                    default -> false;
                };
    }

    static boolean isQuoted(Word word) {
        for (Word.Part part : word.parts()) {
            if (part instanceof Word.Quoted || part instanceof Word.DoubleQuoted) {
                return true;
            }
        }
        return false;
    }

    /** The word after quote removal alone, as a here-document's delimiter is read. */
    static String unquoted(Word word) {
        StringBuilder text = new StringBuilder();
        new Printer(text).unquoted(word.parts());
        return text.toString();
    }
}

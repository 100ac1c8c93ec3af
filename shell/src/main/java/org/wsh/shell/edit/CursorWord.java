// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.edit;

import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * The word the cursor is in, unquoted; for completion.
 *
 * @param start   where it begins in the line
 * @param command whether it stands where a command's name does
 */
record CursorWord(String line, int cursor, int start, String word, boolean command) implements CompletingParsedLine {
    static CursorWord of(String line, int cursor) {
        StringBuilder word = new StringBuilder();
        int start = 0;
        boolean inWord = false;
        boolean command = true;
        boolean wordIsCommand = true;
        char quote = 0;
        for (int i = 0; i < cursor; i++) {
            char c = line.charAt(i);
            if (quote == 0 && (c == ' ' || c == '\t' || c == '\n' || ";&|()<>`".indexOf(c) >= 0)) {
                if (inWord && !word.toString().contains("=") && !isKeyword(word.toString())) {
                    command = false;
                }
                if (c == '<' || c == '>') {
                    command = false;
                } else if (c != ' ' && c != '\t') {
                    command = true;
                }
                inWord = false;
                continue;
            }
            if (!inWord) {
                inWord = true;
                start = i;
                word.setLength(0);
                wordIsCommand = command;
            }
            if (quote != 0 ? c == quote : c == '\'' || c == '"') {
                quote = quote == 0 ? c : 0;
            } else if (c == '\\' && quote != '\'' && i + 1 < cursor) {
                word.append(line.charAt(++i));
            } else {
                word.append(c);
            }
        }
        return inWord
                ? new CursorWord(line, cursor, start, word.toString(), wordIsCommand)
                : new CursorWord(line, cursor, cursor, "", command);
    }

    private static boolean isKeyword(String word) {
        return switch (word) {
            case "if", "then", "elif", "else", "while", "until", "do", "!", "{", "exec", "command" -> true;
            default -> false;
        };
    }

    @Override
    public int wordCursor() {
        return word.length();
    }

    @Override
    public int wordIndex() {
        return 0;
    }

    @Override
    public List<String> words() {
        return List.of(word);
    }

    @Override
    public int rawWordCursor() {
        return cursor - start;
    }

    @Override
    public int rawWordLength() {
        return cursor - start;
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < candidate.length(); i++) {
            char c = candidate.charAt(i);
            if (" \t\n;&|()<>`$\\\"'*?[#!{}".indexOf(c) >= 0 || c == '~' && i > 0) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped;
    }
}

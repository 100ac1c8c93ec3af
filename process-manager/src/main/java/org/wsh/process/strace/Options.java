// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.strace;

import java.util.ArrayList;
import java.util.List;

/** What strace was asked for. */
final class Options {
    static final String HELP = """
            Usage: strace [-cCfqrtT] [-e trace=SET] [-a COLUMN] [-o FILE] [-s SIZE] -p PID... | [PROGRAM [ARG...]]
            Shows the system calls that a program makes, with their arguments and what came of them.

              -c            count time, calls and errors of each call, and report at the end
              -C            as -c, and show the calls too
              -f            follow the children that are made
              -e trace=SET  only these: names, or all of a family: %file, %desc, %process, %signal,
                            %network, %clock; all but these after a !
              -a COLUMN     where the results are aligned (40)
              -o FILE       write to FILE instead of standard error
              -p PID        a process that runs already, until it ends or strace is interrupted
              -q            not the messages about processes that come; -qq: nor those that go
              -r            the time since the call before
              -s SIZE       show so many bytes of strings (32)
              -t            the time of day; -tt with microseconds, -ttt in seconds since 1970
              -T            how long each call took
            """;

    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    private static final int MOST_STRING = 4096;

    boolean help;
    boolean summary;
    boolean calls = true;
    boolean follow;
    int quiet;
    boolean relative;
    int timeOfDay;
    boolean durations;
    int column = 40;
    int mostString = 32;
    String output;
    Families shown = Families.ALL;
    final List<Integer> pids = new ArrayList<>();
    List<String> command = List.of();

    private final List<String> words;
    private int next = 1;

    /** @param words argv */
    Options(List<String> words) throws Wrong {
        this.words = words;
        while (next < words.size() && words.get(next).startsWith("-") && words.get(next).length() > 1) {
            String word = words.get(next++);
            if (word.equals("--")) {
                break;
            }
            if (word.equals("--help")) {
                help = true;
                return;
            }
            letters(word);
        }
        command = words.subList(next, words.size());
        if (command.isEmpty() && pids.isEmpty()) {
            throw new Wrong("must have PROG [ARGS] or -p PID");
        }
    }

    private void letters(String word) throws Wrong {
        for (int i = 1; i < word.length(); i++) {
            switch (word.charAt(i)) {
                case 'c' -> {
                    summary = true;
                    calls = false;
                }
                case 'C' -> summary = true;
                case 'f' -> follow = true;
                case 'h' -> help = true;
                case 'q' -> quiet++;
                case 'r' -> relative = true;
                case 't' -> timeOfDay++;
                case 'T' -> durations = true;
                case 'a', 'e', 'o', 'p', 's' -> {
                    value(word.charAt(i), word.substring(i + 1));
                    return;
                }
                default -> throw new Wrong("invalid option -- '" + word.charAt(i) + "'");
            }
        }
    }

    private void value(char option, String attached) throws Wrong {
        if (attached.isEmpty() && next == words.size()) {
            throw new Wrong("option requires an argument -- '" + option + "'");
        }
        String value = attached.isEmpty() ? words.get(next++) : attached;
        switch (option) {
            case 'a' -> column = number("-a", value, MOST_STRING);
            case 'o' -> output = value;
            case 's' -> mostString = number("-s", value, MOST_STRING);
            case 'p' -> {
                for (String pid : value.split("[, ]+")) {
                    pids.add(number("-p", pid, Integer.MAX_VALUE));
                }
            }
            default -> expression(value);
        }
    }

    private void expression(String value) throws Wrong {
        int equals = value.indexOf('=');
        String kind = equals < 0 ? "trace" : value.substring(0, equals);
        if (!kind.equals("trace")) {
            throw new Wrong("-e " + value + ": only trace= is there");
        }
        shown = new Families(value.substring(equals + 1));
    }

    private static int number(String option, String text, int most) throws Wrong {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // as too large a one
        }
        throw new Wrong("invalid " + option + " argument: '" + text + "'");
    }
}

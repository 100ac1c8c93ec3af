// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.MemoryFault;
import org.wsh.kernel.TraceEvent.Outcome;
import org.wsh.vfs.ErrnoException;

/**
 * One call's arguments in strace's words. A word of the format is an {@link CallArgument}'s name; before it {@code >} says that the call fills in what is there, so that it is shown when
 * the call is over; {@code =} that what is there is the call's value, shown behind the equals sign and not as an argument.
 */
record CallFormat(List<Word> words) {
    /** {@code at}: the index of its first argument. */
    private record Word(CallArgument kind, boolean filledIn, boolean value, int at) {}

    static CallFormat of(String words) {
        List<Word> all = new ArrayList<>();
        int at = 0;
        for (String word : words.isEmpty() ? new String[0] : words.split(" ")) {
            boolean filledIn = word.startsWith(">");
            boolean value = word.startsWith("=");
            CallArgument kind = CallArgument.named(filledIn || value ? word.substring(1) : word);
            all.add(new Word(kind, filledIn, value, at));
            at += kind.takes;
        }
        return new CallFormat(List.copyOf(all));
    }

    static CallFormat numbers(int count) {
        return of(String.join(" ", Collections.nCopies(count, "i64")));
    }

    /** Arguments of the call. */
    int takes() {
        return words.isEmpty() ? 0 : words.getLast().at() + words.getLast().kind().takes;
    }

    private int firstFilledIn() {
        int i = 0;
        while (i < words.size() && !words.get(i).filledIn()) {
            i++;
        }
        return i;
    }

    /** What is known when the call begins: all before the first that it fills in. */
    String beginning(Instance in, long[] arguments, int mostString) {
        return text(in, arguments, mostString, 0, firstFilledIn(), true, Integer.MAX_VALUE);
    }

    /** The rest, when it is over. */
    String rest(Instance in, long[] arguments, int mostString, Outcome outcome) {
        int from = firstFilledIn();
        String text = text(in, arguments, mostString, from, words.size(), outcome.returned() && outcome.errno() == null, outcome.value());
        boolean separated = from > 0 && !text.isEmpty();
        return (separated ? ", " : "") + text + ")";
    }

    /** @param filled whether what the call fills in is there: else its address is shown */
    private String text(Instance in, long[] arguments, int mostString, int from, int to, boolean filled, long value) {
        StringBuilder text = new StringBuilder();
        for (Word word : words.subList(from, to)) {
            if (word.value()) {
                continue;
            }
            if (!text.isEmpty()) {
                text.append(", ");
            }
            if (word.filledIn() && !filled) {
                text.append(CallArgument.address(arguments[word.at()]));
            } else {
                text.append(shown(word, new CallArgument.Given(in, arguments, word.at(), mostString, word.filledIn() ? value : Long.MAX_VALUE)));
            }
        }
        return text.toString();
    }

    private static String shown(Word word, CallArgument.Given given) {
        try {
            return (word.filledIn() ? word.kind().filledIn : word.kind().plain).apply(given);
        } catch (MemoryFault | ErrnoException wild) {
            return CallArgument.address(given.number());
        }
    }

    /** What a call that succeeded returns: 0 unless it says. */
    long value(Instance in, long[] arguments) {
        for (Word word : words) {
            if (word.value() || word.kind() == CallArgument.STATUS || word.kind() == CallArgument.READY) {
                try {
                    int at = (int) arguments[word.at()];
                    return word.kind() == CallArgument.I64 ? Guest.readLong(in, at) : Guest.readInt(in, at);
                } catch (MemoryFault gone) {
                    return 0;
                }
            }
        }
        return 0;
    }
}

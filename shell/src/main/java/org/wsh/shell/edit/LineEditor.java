// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.edit;

import java.io.IOException;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.wsh.process.hosted.HostedProcess;

/** Reads commands from a person: keys, history, completion. The terminal is raw only while {@link #read} runs. */
public final class LineEditor {
    /** What {@link #read} came to. {@code text} is null unless a command was typed. */
    public record Typed(String text, boolean interrupted) {}

    private final LineReader reader;
    private final HistoryStore store;
    private String lastStored = "";

    /** @param type TERM's value */
    public LineEditor(
            HostedProcess self, int input, int output, String type, Completions completions, HistoryStore store, SignalListener listener) {
        this.store = store;
        KernelTerminal terminal;
        try {
            terminal = new KernelTerminal(self, input, output, type, listener);
        } catch (IOException impossible) {
            throw new IllegalStateException("a terminal that does no I/O of its own failed", impossible);
        }
        DefaultHistory history = new DefaultHistory();
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("wsh")
                .parser(new CommandParser(completions))
                .completer(new CommandCompleter(completions))
                .history(history)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .option(LineReader.Option.AUTO_PARAM_SLASH, false)
                .build();
        for (String line : store.load()) {
            history.add(line);
        }
    }

    /**
     * Reads one command, over as many lines as it takes.
     *
     * @return its text; none and not interrupted: end of file
     */
    public Typed read(String prompt, String continuation) {
        reader.setVariable(LineReader.SECONDARY_PROMPT_PATTERN, continuation.replace("%", "%%"));
        try {
            String text = reader.readLine(prompt);
            if (!text.isBlank() && !text.startsWith(" ") && !text.equals(lastStored)) {
                lastStored = text;
                store.append(text);
            }
            return new Typed(text, false);
        } catch (UserInterruptException interrupt) {
            return new Typed(null, true);
        } catch (EndOfFileException end) {
            return new Typed(null, false);
        }
    }

    private record CommandParser(Completions completions) implements Parser {
        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE && !completions.complete(line)) {
                throw new EOFError(-1, -1, "the command is not complete");
            }
            return CursorWord.of(line, cursor);
        }
    }

    private record CommandCompleter(Completions completions) implements Completer {
        @Override
        public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
            CursorWord word = (CursorWord) line;
            if (word.command() && word.word().indexOf('/') < 0) {
                for (String name : completions.commands(word.word())) {
                    candidates.add(new Candidate(name));
                }
            }
            if (!word.command() || word.word().indexOf('/') >= 0) {
                for (String path : completions.paths(word.word())) {
                    candidates.add(new Candidate(path, path, null, null, null, null, !path.endsWith("/")));
                }
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wsh.shell.spec.SpecCase;
import org.wsh.shell.syntax.Command;
import org.wsh.shell.syntax.LineSource;
import org.wsh.shell.syntax.Meter;
import org.wsh.shell.syntax.Parser;
import org.wsh.shell.syntax.Printer;
import org.wsh.shell.syntax.SyntaxError;

class ParserTest {
    private static String reprint(String script) {
        Parser parser = new Parser(LineSource.of(script), Map.of(), 1, Meter.FREE);
        StringBuilder out = new StringBuilder();
        for (Command command = parser.next(); command != null; command = parser.next()) {
            out.append(Printer.print(command)).append('\n');
        }
        return out.toString();
    }

    @Test
    void whatIsPrintedReadsBackTheSame() throws IOException {
        for (String file : SpecCase.FILES) {
            for (SpecCase one : SpecCase.read(file)) {
                String once;
                try {
                    once = reprint(one.script());
                } catch (SyntaxError expected) {
                    continue;
                }
                // Here-documents are not printed, and the words of a declaration are kept as quoted texts.
                if (!one.script().contains("<<") && !one.script().contains("export ")) {
                    assertEquals(once, reprint(once), one.title());
                }
            }
        }
    }

    @Test
    void randomTextNeverThrowsAnythingButSyntaxErrors() throws IOException {
        Random random = new Random(42);
        String[] pieces = {
            "if ", "then ", "fi ", "do ", "done\n", "while ", "for x in ", "case x in ", "esac ", "a) ", ";; ", "{ ", "} ", "( ", ") ", "$(", "$((", "))", "`", "\"", "'",
            "\\", "${", "${x:-", "}", "$x", "<<E\n", "E\n", "<<-'E' ", "> f ", "2>&1 ", "& ", "&& ", "|| ", "| ", "; ", "\n", "f() ", "! ", "#c\n", "a=b ", "*", "[", "~", " ", "\t", "\udcff", "é",
            "$'", "${#", "%%", "\0"
        };
        for (int i = 0; i < 60_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(25); k >= 0; k--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                reprint(text.toString());
            } catch (SyntaxError expected) {
                assertTrue(expected.line() >= 1 && expected.getMessage() != null, text::toString);
            }
        }
    }

    @Test
    void mutatedScriptsNeverThrowAnythingButSyntaxErrors() throws IOException {
        Random random = new Random(7);
        for (String file : SpecCase.FILES) {
            for (SpecCase one : SpecCase.read(file)) {
                for (int i = 0; i < 30; i++) {
                    StringBuilder text = new StringBuilder(one.script());
                    for (int k = random.nextInt(3); k >= 0 && !text.isEmpty(); k--) {
                        int at = random.nextInt(text.length());
                        if (random.nextBoolean()) {
                            text.deleteCharAt(at);
                        } else {
                            text.insert(at, (char) (32 + random.nextInt(96)));
                        }
                    }
                    try {
                        reprint(text.toString());
                    } catch (SyntaxError expected) {
                        assertTrue(expected.line() >= 1, text::toString);
                    }
                }
            }
        }
    }

    @Test
    void saysWhetherMoreIsNeeded() {
        for (String whole : new String[] {"", "echo a", "if x; then y; fi", "fi", "a)", "cat <<E\nx\nE", "echo 'a'", "# c"}) {
            assertTrue(Parser.complete(whole, Map.of()), whole);
        }
        for (String part : new String[] {"if x", "echo 'a", "echo \"a", "a &&", "a |", "{ a", "( a", "f()", "cat <<E\nx", "echo $(a", "echo ${a", "for i in a", "case a in", "a \\", "echo `a", "$((1+"}) {
            assertFalse(Parser.complete(part, Map.of()), part);
        }
    }

    @Test
    void readsNoLineBeforeItIsNeeded() {
        int[] asked = {0};
        String[] lines = {"echo a\n", "if true\n", "then b; fi\n", "echo c\n"};
        Parser parser = new Parser(continuation -> asked[0] < lines.length ? lines[asked[0]++] : null, Map.of(), 1, Meter.FREE);
        parser.next();
        assertEquals(1, asked[0]);
        parser.next();
        assertEquals(3, asked[0]);
    }
}

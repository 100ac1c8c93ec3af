// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.debug;

import java.util.Arrays;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.ModuleException;

/**
 * Finds source lines of instructions in the custom section {@code .debug_line} (DWARF 2 to 5). Runs all line programs once for all questions and keeps nothing but the answers, so
 * a hostile table costs time in proportion to its size and no memory. What is wrong in it ends the search; it is not an error.
 */
public final class SourceLines {
    private final long[] addresses;         // of the questions, ascending; relative to the code section's content, as DWARF counts in Wasm
    private final SourceLine[] answers;
    private int open;                       // questions without an answer

    private SourceLines(long[] addresses) {
        this.addresses = addresses;
        this.answers = new SourceLine[addresses.length];
        this.open = addresses.length;
    }

    /** The lines of the instructions at {@code offsets} in the file; null for those of which nothing is known. */
    public static SourceLine[] find(Declarations module, long[] offsets) {
        var found = new SourceLine[offsets.length];
        ByteReader lines = section(module, ".debug_line");
        if (lines == null) {
            return found;
        }
        long base = codeSection(module.bytes());
        long[] sorted = Arrays.stream(offsets).map(o -> o - base).sorted().distinct().toArray();
        var search = new SourceLines(sorted);
        search.run(lines, section(module, ".debug_line_str"), section(module, ".debug_str"));
        for (int i = 0; i < offsets.length; i++) {
            found[i] = search.answers[Arrays.binarySearch(sorted, offsets[i] - base)];
        }
        return found;
    }

    private static ByteReader section(Declarations module, String name) {
        for (var section : module.customs()) {
            if (section.name().equals(name)) {
                return new ByteReader(module.bytes(), section.start(), section.end());
            }
        }
        return null;
    }

    /** Where the content of the code section starts, in a module that was decoded before. */
    private static int codeSection(byte[] bytes) {
        var in = new ByteReader(bytes, 8, bytes.length);
        while (!in.atEnd()) {
            int id = in.u8();
            int size = in.u32();
            if (id == 10) {
                return in.position;
            }
            in.skip(size);
        }
        return 0;
    }

    private void run(ByteReader lines, ByteReader lineStrings, ByteReader strings) {
        try {
            while (!lines.atEnd() && open > 0) {
                LineProgram.read(lines, lineStrings, strings, this);
            }
        } catch (ModuleException e) {
            // Bytes that make no line table: what was found before stays.
        }
    }

    /** Told by a line program: the code from {@code from} up to {@code to} (unsigned) is of one line. Returns the first question about it, or -1. */
    int firstIn(long from, long to) {
        int at = Arrays.binarySearch(addresses, from);
        at = at >= 0 ? at : -1 - at;
        return at < addresses.length && addresses[at] < to ? at : -1;
    }

    /** Answers the questions from {@code first} on that are below {@code to}, if nothing has before. */
    void answer(int first, long to, SourceLine line) {
        for (int i = first; i < addresses.length && addresses[i] < to; i++) {
            if (answers[i] == null) {
                answers[i] = line;
                open--;
            }
        }
    }

    boolean isOpen(int question) {
        return answers[question] == null;
    }
}

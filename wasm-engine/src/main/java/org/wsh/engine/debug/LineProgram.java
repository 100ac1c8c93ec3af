// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.debug;

import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.syntax.MalformedModule;

/** One unit of a DWARF line table (DWARF 5, chapter 6.2): a header, and a program for a machine whose rows say which addresses are of which line. */
final class LineProgram {
    private static final int COPY = 1, ADVANCE_PC = 2, ADVANCE_LINE = 3, SET_FILE = 4, SET_COLUMN = 5, NEGATE = 6, BASIC_BLOCK = 7,
            CONST_ADD_PC = 8, FIXED_ADVANCE_PC = 9, PROLOGUE_END = 10, EPILOGUE_BEGIN = 11, SET_ISA = 12;
    private static final int END_SEQUENCE = 1, SET_ADDRESS = 2;
    private static final long LAST_ADDRESS = 0xffff_fff0L;      // linkers write higher ones into rows of code that they dropped

    private final ByteReader in;
    private final SourceLines search;
    private final FileTable files;
    private final int instructionLength, lineBase, lineRange, opcodeBase;
    private final int[] operands;           // of standard opcodes we don't know

    // The machine's registers, and the row before.
    private long address, file, line;
    private boolean inSequence, dead;
    private long rowAddress, rowFile, rowLine;

    /** Reads the unit at {@code in} and moves behind it. */
    static void read(ByteReader in, ByteReader lineStrings, ByteReader strings, SourceLines search) {
        long length = in.fixed32() & 0xffff_ffffL;
        boolean wide = length == 0xffff_ffffL;
        if (wide) {
            length = in.fixed64();
        }
        if (length < 0 || length > in.end - in.position) {
            throw in.unexpectedEnd();
        }
        int sectionEnd = in.end;
        int unitEnd = in.position + (int) length;
        in.end = unitEnd;
        int version = fixed16(in);
        if (version >= 2 && version <= 5) {
            new LineProgram(in, version, wide, lineStrings, strings, search).run();
        }
        in.end = sectionEnd;
        in.position = unitEnd;
    }

    private LineProgram(ByteReader in, int version, boolean wide, ByteReader lineStrings, ByteReader strings, SourceLines search) {
        this.in = in;
        this.search = search;
        if (version >= 5) {
            in.skip(2);         // address and segment selector size
        }
        long header = wide ? in.fixed64() : in.fixed32() & 0xffff_ffffL;
        if (header < 0 || header > in.end - in.position) {
            throw in.unexpectedEnd();
        }
        int program = in.position + (int) header;
        instructionLength = in.u8();
        if (version >= 4) {
            in.u8();            // operations an instruction: 1 but for VLIW
        }
        in.u8();                // is_stmt at first
        lineBase = (byte) in.u8();
        lineRange = in.u8();
        opcodeBase = in.u8();
        if (lineRange == 0 || opcodeBase == 0) {
            throw new MalformedModule("malformed line table", in.position);
        }
        operands = new int[opcodeBase];
        for (int i = 1; i < opcodeBase; i++) {
            operands[i] = in.u8();
        }
        files = new FileTable(new ByteReader(in.bytes, in.position, program), version, wide, lineStrings, strings);
        in.position = program;
    }

    static int fixed16(ByteReader in) {
        return in.u8() | in.u8() << 8;
    }

    private void run() {
        reset();
        while (!in.atEnd()) {
            int op = in.u8();
            if (op >= opcodeBase) {
                int adjusted = op - opcodeBase;
                address += (long) (adjusted / lineRange) * instructionLength;
                line += lineBase + adjusted % lineRange;
                row();
            } else if (op == 0) {
                extended();
            } else {
                standard(op);
            }
        }
    }

    private void standard(int op) {
        switch (op) {
            case COPY -> row();
            case ADVANCE_PC -> address += in.u64() * instructionLength;
            case ADVANCE_LINE -> line += in.s64();
            case SET_FILE -> file = in.u64();
            case SET_COLUMN, SET_ISA -> in.u64();
            case NEGATE, BASIC_BLOCK, PROLOGUE_END, EPILOGUE_BEGIN -> { }
            case CONST_ADD_PC -> address += (long) ((255 - opcodeBase) / lineRange) * instructionLength;
            case FIXED_ADVANCE_PC -> address += fixed16(in);
            default -> {
                for (int n = operands[op]; n > 0; n--) {
                    in.u64();
                }
            }
        }
    }

    private void extended() {
        int length = in.count("line table");
        if (length == 0) {
            return;
        }
        int start = in.position;
        in.skip(length);
        int end = in.position;
        in.position = start;
        switch (in.u8()) {
            case END_SEQUENCE -> {
                row();
                reset();
            }
            case SET_ADDRESS -> address = length == 9 ? in.fixed64() : length == 5 ? in.fixed32() & 0xffff_ffffL : -1;
            default -> { }
        }
        in.position = end;
    }

    private void reset() {
        address = 0;
        file = 1;
        line = 1;
        inSequence = false;
    }

    /** A row ends the one before. A sequence at address 0 (where no code is, but the number of functions) or at the end of all is of code that the linker dropped. */
    private void row() {
        boolean usable = address > 0 && address < LAST_ADDRESS;
        if (inSequence && !dead && usable && address > rowAddress && rowLine > 0 && rowLine <= Integer.MAX_VALUE) {
            int question = search.firstIn(rowAddress, address);
            if (question >= 0 && search.isOpen(question)) {
                search.answer(question, address, new SourceLine(files.name(rowFile), (int) rowLine));
            }
        }
        if (!inSequence) {
            dead = !usable;
        }
        inSequence = true;
        rowAddress = address;
        rowFile = file;
        rowLine = line;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.debug;

import java.nio.charset.StandardCharsets;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.ModuleException;

/** The directories and files that a line program's header lists. Nothing is kept: a name is looked up in the bytes when it is needed, and at most so many of them are looked at. */
final class FileTable {
    private static final int MOST_BYTES = 1 << 20, LONGEST_NAME = 1024;
    private static final int PATH = 1, DIRECTORY = 2;
    private static final int DATA2 = 0x05, DATA4 = 0x06, DATA8 = 0x07, STRING = 0x08, BLOCK = 0x09, DATA1 = 0x0b, STRP = 0x0e, UDATA = 0x0f, DATA16 = 0x1e,
            LINE_STRP = 0x1f;
    private static final String UNKNOWN = "?";

    private final ByteReader table;
    private final int start;
    private final int version;
    private final boolean wide;
    private final ByteReader lineStrings, strings;
    private long lastFile = -1;
    private String lastName;

    // The entry that was read last.
    private String path;
    private long directory;

    FileTable(ByteReader table, int version, boolean wide, ByteReader lineStrings, ByteReader strings) {
        this.table = table;
        this.start = table.position;
        table.end = Math.min(table.end, start + MOST_BYTES);
        this.version = version;
        this.wide = wide;
        this.lineStrings = lineStrings;
        this.strings = strings;
    }

    /** A file's name, with its directory if that is a relative one. */
    String name(long file) {
        if (file != lastFile) {
            lastFile = file;
            try {
                lastName = find(file);
            } catch (ModuleException e) {
                lastName = UNKNOWN;
            }
        }
        return lastName;
    }

    private String find(long file) {
        table.position = start;
        if (!(version >= 5 ? entryOf5(1, file) : fileBefore5(file))) {
            return UNKNOWN;
        }
        String name = path;
        long in = directory;
        table.position = start;
        boolean inDirectory = version >= 5 ? entryOf5(0, in) : in > 0 && directoryBefore5(in);
        return inDirectory && !path.isEmpty() && !path.equals(".") && !path.startsWith("/") && !name.startsWith("/") ? path + "/" + name : name;
    }

    // Up to version 4: strings, an empty one at the end; numbered from 1.

    private boolean directoryBefore5(long wanted) {
        for (long i = 1; ; i++) {
            path = string(table);
            if (path.isEmpty()) {
                return false;
            }
            if (i == wanted) {
                return true;
            }
        }
    }

    private boolean fileBefore5(long wanted) {
        directoryBefore5(0);
        for (long i = 1; ; i++) {
            path = string(table);
            if (path.isEmpty()) {
                return false;
            }
            directory = table.u64();
            table.u64();
            table.u64();
            if (i == wanted) {
                return true;
            }
        }
    }

    // Version 5: two lists (directories, files), each with a description of its entries; numbered from 0.

    private boolean entryOf5(int list, long wanted) {
        for (int l = 0; ; l++) {
            int formats = table.u8();
            var types = new long[formats];
            var forms = new long[formats];
            for (int i = 0; i < formats; i++) {
                types[i] = table.u64();
                forms[i] = table.u64();
            }
            long n = table.u64();
            if (formats == 0) {
                n = 0;
            }
            for (long i = 0; i < n; i++) {
                path = "";
                directory = 0;
                for (int f = 0; f < formats; f++) {
                    attribute(types[f], forms[f], l == list && i == wanted);
                }
                if (l == list && i == wanted) {
                    return true;
                }
            }
            if (l == list) {
                return false;
            }
        }
    }

    /** Reads one attribute of an entry; every form takes at least a byte, so a huge count ends at the table's end. */
    private void attribute(long type, long form, boolean keep) {
        String text = null;
        long number = 0;
        switch ((int) form) {
            case STRING -> text = string(table);
            case LINE_STRP -> text = stringAt(lineStrings, keep);
            case STRP -> text = stringAt(strings, keep);
            case UDATA -> number = table.u64();
            case DATA1 -> number = table.u8();
            case DATA2 -> number = LineProgram.fixed16(table);
            case DATA4 -> number = table.fixed32() & 0xffff_ffffL;
            case DATA8 -> number = table.fixed64();
            case DATA16 -> table.skip(16);
            case BLOCK -> table.skip(table.count("block"));
            default -> throw new MalformedModule("unknown form", table.position);
        }
        if (type == PATH && text != null) {
            path = text;
        } else if (type == DIRECTORY) {
            directory = number;
        }
    }

    private String stringAt(ByteReader section, boolean keep) {
        long at = wide ? table.fixed64() : table.fixed32() & 0xffff_ffffL;
        if (!keep || section == null || at < 0 || at >= section.end - section.position) {
            return "";
        }
        return string(new ByteReader(section.bytes, section.position + (int) at, section.end));
    }

    /** A string that ends with a zero byte. */
    private static String string(ByteReader in) {
        int from = in.position;
        while (in.u8() != 0) { }
        return new String(in.bytes, from, Math.min(in.position - 1 - from, LONGEST_NAME), StandardCharsets.UTF_8);
    }
}

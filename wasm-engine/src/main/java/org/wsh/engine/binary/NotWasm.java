// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import java.nio.charset.StandardCharsets;
import org.wsh.engine.syntax.MalformedModule;

/** Says what a file is that isn't a WebAssembly module, from its first bytes. */
final class NotWasm {
    private NotWasm() {}

    static MalformedModule describe(byte[] b) {
        if (b.length == 0) {
            return new MalformedModule("not a WebAssembly module (empty file; unexpected end, magic header not detected)", 0);
        }
        if (b.length < 4 && isPrefixOfMagic(b)) {
            return new MalformedModule("unexpected end: truncated WebAssembly module (" + b.length + " bytes), magic header not detected", 0);
        }
        var text = new StringBuilder("not a WebAssembly module (starts with");
        for (int i = 0; i < Math.min(4, b.length); i++) {
            text.append(' ').append(Character.forDigit(b[i] >> 4 & 15, 16)).append(Character.forDigit(b[i] & 15, 16));
        }
        return new MalformedModule(text.append(", ").append(kind(b)).append("; magic header not detected)").toString(), 0);
    }

    private static boolean isPrefixOfMagic(byte[] b) {
        for (int i = 0; i < b.length; i++) {
            if (b[i] != "\0asm".charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String kind(byte[] b) {
        int head = 0;
        for (int i = 0; i < 4; i++) {
            head = head << 8 | (i < b.length ? b[i] & 0xff : 0);
        }
        return switch (head) {
            case 0x7f454c46 -> "an ELF file";
            case 0x504b0304, 0x504b0506 -> "a zip archive";
            case 0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe -> "a Mach-O file";
            case 0xcafebabe -> "a Java class or a Mach-O universal file";
            case 0x213c6172 -> "an ar archive";
            case 0x28b52ffd -> "zstd-compressed";
            case 0x4243c0de -> "LLVM bitcode";
            default -> {
                if (head >>> 16 == 0x2321) {
                    yield "a script: " + firstLine(b);
                } else if (head >>> 16 == 0x1f8b) {
                    yield "gzip-compressed";
                } else if (head >>> 16 == 0x4d5a) {
                    yield "a Windows executable";
                } else if (new String(b, 0, Math.min(b.length, 64), StandardCharsets.ISO_8859_1).stripLeading().startsWith("(module")) {
                    yield "WebAssembly in text format, which must be assembled first";
                }
                yield isText(b) ? "a text file" : "unknown";
            }
        };
    }

    private static String firstLine(byte[] b) {
        int n = 0;
        while (n < b.length && n < 80 && b[n] >= ' ') {
            n++;
        }
        return new String(b, 0, n, StandardCharsets.US_ASCII);
    }

    private static boolean isText(byte[] b) {
        for (int i = 0; i < Math.min(b.length, 512); i++) {
            if (b[i] >= 0 && b[i] < ' ' && b[i] != '\n' && b[i] != '\t' && b[i] != '\r' && b[i] != 0x1b) {
                return false;
            }
        }
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.engine.WasmWriter.bytes;
import static org.wsh.engine.WasmWriter.join;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;

/** Which accesses have one check: those around one base, as far as nobody can see that it came early. */
class AccessSpansTest {
    private static final byte[] P = bytes(0x20, 0), Q = bytes(0x20, 1), VALUE = bytes(0x41, 7), DROP = bytes(0x1a);

    private record Case(String name, String spans, byte[]... code) {}

    private static byte[] load(int offset) {
        return bytes(0x28, 2, offset);
    }

    private static byte[] load8(int offset) {
        return bytes(0x2d, 0, offset);
    }

    private static byte[] store(int offset) {
        return bytes(0x36, 2, offset);
    }

    private static byte[] add(int n) {
        return bytes(0x41, n & 0x7f, 0x6a);
    }

    private static byte[] subtract(int n) {
        return bytes(0x41, n & 0x7f, 0x6b);
    }

    /** Of each access in turn: how far below its address its span begins, and how long that is. */
    private static final List<Case> CASES = List.of(
            new Case("one access is a span", "0+8", P, load(4)),
            new Case("fields of a structure", "0+12 0+12 0+12", P, load(0), P, load(8), P, load8(4)),
            new Case("what lies below is where the span begins", "4+8 0+8", P, load(0), P, add(-4), load(0)),
            new Case("what is subtracted is below, too", "4+8 0+8", P, load(0), P, subtract(4), load(0)),
            new Case("a sum goes through a local", "0+12 8+12", P, load(0), P, add(8), bytes(0x21, 1), Q, load(0)),
            new Case("a sum that stays on the stack", "0+12 8+12", P, add(8), bytes(0x22, 1), DROP, P, load(0), Q, load(0)),
            new Case("two bases", "0+4 0+12 0+12", P, load(0), Q, load(0), Q, load(8)),
            new Case("constants count from 0", "0+16 12+16", bytes(0x41, 8), load(0), bytes(0x41, 20), load(0)),
            new Case("a local that was set is another base", "0+4 0+12", P, load(0), bytes(0x21, 0), P, load(8)),
            new Case("a store is the last of its stretch", "0+12 0+12", P, load(0), DROP, P, VALUE, store(8)),
            new Case("what a store is followed by begins a span, which includes the one before", "0+8 0+20", P, VALUE, store(4), P, load(16)),
            new Case("what lies in a span stays in it behind a store", "0+12 0+12 0+12", P, load(8), DROP, P, VALUE, store(0), P, load(4)),
            new Case("a branch may leave", "0+4 0+12 0+12", P, load(0), bytes(0x0d, 0), P, load(8), P, load(0)),
            new Case("a call may do anything", "0+4 0+12", P, load(0), bytes(0x10, 0), P, load(8)),
            new Case("a division may trap by itself", "0+4 0+12", P, load(0), VALUE, bytes(0x6d), P, load(8)),
            new Case("a global is seen from outside", "0+4 0+12", P, load(0), bytes(0x24, 0), P, load(8)),
            new Case("a memory may grow", "0+4 0+12", P, load(0), bytes(0x40, 0), P, load(8)),
            new Case("arithmetic does not matter", "0+12 0+12", P, load(0), VALUE, bytes(0x6c, 0x45), P, load(8)),
            new Case("a block does not matter, its end does", "0+12 0+12 0+4", bytes(0x02, 0x40), P, load(0), DROP, P, load(8), DROP, bytes(0x0b), P, load(0)),
            new Case("a loop is where lines join", "0+4 0+12", P, load(0), DROP, bytes(0x03, 0x40), P, load(8)),
            new Case("both ways of an if come from where it begins", "0+12 0+12 0+8", P, load(8), bytes(0x04, 0x40), P, load(4), DROP, bytes(0x05), P, load(4)),
            new Case("a great offset is checked by itself", "", P, bytes(0x28, 2, 0x80, 0x80, 0x80, 0x80, 0x08)),
            new Case("a great distance is another base", "0+4 0+4", P, load(0), P, bytes(0x41, 0x80, 0x80, 0x80, 0x80, 0x04, 0x6a), load(0)),
            new Case("another memory has none", "", P, bytes(0x28, 0x42, 1, 0)),
            new Case("dead code takes what is not there", "0+4", bytes(0x00), load(0)));

    @TestFactory
    Stream<DynamicTest> spans() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.name, () -> {
            byte[] code = join(c.code);
            var spans = AccessSpans.of(new ByteReader(code, 0, code.length), 2);
            var found = new ArrayList<String>();
            for (var in = new ByteReader(code, 0, code.length); !in.atEnd(); ) {
                var span = spans.at(in.position);
                if (span != null) {
                    found.add(span.before() + "+" + span.length());
                }
                Immediates.skip(in, Immediates.opcode(in));
            }
            assertEquals(c.spans, String.join(" ", found));
        }));
    }
}

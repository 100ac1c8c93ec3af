// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.engine.WasmWriter.*;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.LinkError;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.ModuleException;

class ModuleTest {
    private static String refusal(byte[] b) {
        return assertThrows(ModuleException.class, () -> Module.parse(b).validate()).getMessage();
    }

    @Nested
    class WhatIsNoModule {
        private void says(String words, byte[] b) {
            String message = refusal(b);
            assertTrue(message.contains("not a WebAssembly module") && message.contains(words), message);
        }

        @Test
        void isToldFromItsFirstBytes() {
            says("starts with 7f 45 4c 46, an ELF file", bytes(0x7f, 'E', 'L', 'F', 2, 1));
            says("a script: #!/bin/sh", "#!/bin/sh\necho\n".getBytes(StandardCharsets.US_ASCII));
            says("gzip", bytes(0x1f, 0x8b, 8, 0));
            says("zip", bytes('P', 'K', 3, 4));
            says("Mach-O", bytes(0xcf, 0xfa, 0xed, 0xfe));
            says("text format", "(module)".getBytes(StandardCharsets.US_ASCII));
            says("a text file", "hello\n".getBytes(StandardCharsets.US_ASCII));
            says("empty", new byte[0]);
        }
    }

    @Test
    void everyTruncationIsRefusedOrAShorterModule() {
        var w = new WasmWriter().memory(1);
        w.function("f", w.type(new int[] {I32}, I32), 1, bytes(0x20, 0, 0x20, 0, 0x6a));
        byte[] whole = w.write();
        Module.parse(whole).validate();
        for (int n = 0; n < whole.length; n++) {
            byte[] part = Arrays.copyOf(whole, n);
            try {
                Module.parse(part).validate();
                assertTrue(n >= 8);
            } catch (MalformedModule e) {
                assertTrue(e.getMessage().contains("unexpected end") || e.getMessage().contains("inconsistent"), e.getMessage());
            }
        }
    }

    @Test
    void anInvalidBodyIsNamedWithOffsetAndTypes() {
        var w = new WasmWriter();
        int t = w.type(new int[0], I32);
        w.function(null, t, 0, bytes(0x41, 0));
        w.function(null, t, 0, bytes(0x41, 0, 0x42, 0, 0x6a));
        byte[] b = w.write();
        var e = assertThrows(InvalidModule.class, () -> Module.parse(b).validate());
        assertTrue(e.getMessage().matches("function 1, offset 0x[0-9a-f]+: type mismatch: i32.add expects i32, found i64"), e.getMessage());
        assertEquals(0x6a, b[(int) Long.parseLong(e.getMessage().replaceAll(".*0x([0-9a-f]+):.*", "$1"), 16)]);
    }

    @Test
    void anInvalidBodyFailsAtItsFirstCallIfNobodyValidated() {
        var w = new WasmWriter();
        int t = w.type(new int[0]);
        w.function("bad", t, 0, bytes(0x6a));
        var i = Image.of(Module.parse(w.write()), ImageOptions.DEFAULT, ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT);
        var e = assertThrows(InvalidModule.class, () -> i.function("bad").callVoid());
        assertTrue(e.getMessage().startsWith("function 0, offset 0x"), e.getMessage());
        assertThrows(InvalidModule.class, () -> i.function("bad").callVoid());
    }

    @Test
    void allMissingImportsAreNamedAtOnce() {
        var w = new WasmWriter();
        w.importFunction("env", "foo", w.type(new int[] {I32}, I32));
        w.importFunction("env", "bar", w.type(new int[0]));
        var image = Image.of(Module.parse(w.write()), ImageOptions.DEFAULT, ImportBinding.NONE);
        var e = assertThrows(LinkError.class, () -> image.instantiate(Imports.NONE, InstanceOptions.DEFAULT));
        assertTrue(e.getMessage().contains("module \"env\": function \"foo\" (i32) -> i32"), e.getMessage());
        assertTrue(e.getMessage().contains("module \"env\": function \"bar\" () -> ()"), e.getMessage());
    }

    @Test
    void aMissingFunctionMayBeAStubThatTrapsWhenCalled() {
        var w = new WasmWriter();
        int v = w.type(new int[0]);
        int foo = w.importFunction("env", "foo", v);
        w.function("use", v, 0, bytes(0x10, foo));
        w.function("spare", v, 0);
        var i = Image.of(Module.parse(w.write()), ImageOptions.DEFAULT, ImportBinding.NONE)
                .instantiate(Imports.of().stubMissingFunctions(), InstanceOptions.DEFAULT);
        i.function("spare").callVoid();
        var trap = assertThrows(Trap.class, () -> i.function("use").callVoid());
        assertEquals("unknown import: env.foo called", trap.getMessage());
        assertEquals(Trap.Kind.UNKNOWN_IMPORT, trap.kind());
    }

    /** Found by changing bytes: a function type that refers to another type exists in its module only. */
    @Test
    void aStubMayHaveATypeOfTheModulesOwn() {
        byte[] b = join(bytes(0, 'a', 's', 'm', 1, 0, 0, 0), bytes(1, 9, 2, 0x60, 0, 0, 0x60, 1, 0x64, 0, 0), bytes(2, 7, 1, 1, 'e', 1, 'f', 0, 1));
        Module.parse(b).instantiate(Imports.of().stubMissingFunctions()).close();
    }

    @Nested
    class HostileModules {
        private byte[] body(byte[]... code) {
            var w = new WasmWriter().memory(0);
            w.function("f", w.type(new int[0]), 0, code);
            return w.write();
        }

        @Test
        void countsBeyondTheFileAreRefusedBeforeAnythingIsAllocated() {
            for (int id = 1; id <= 11; id++) {
                if (id != 8) {
                    byte[] b = join(bytes(0, 'a', 's', 'm', 1, 0, 0, 0, id, 5), u32(0xffff_ffffL));
                    assertTrue(refusal(b).contains("unexpected end"), refusal(b));
                }
            }
        }

        @Test
        void numbersMayNotBeLongerThanTheirType() {
            byte[] b = join(bytes(0, 'a', 's', 'm', 1, 0, 0, 0, 1), bytes(0x80, 0x80, 0x80, 0x80, 0x80, 0));
            assertTrue(refusal(b).contains("integer representation too long"), refusal(b));
        }

        @Test
        void aHundredThousandNestedBlocksRun() {
            int n = 100_000;
            byte[] b = body(repeat(n, 0x02, 0x40), repeat(n, 0x0b));
            Module m = Module.parse(b);
            m.validate();
            Image.of(m, ImageOptions.DEFAULT, ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT).function("f").callVoid();
        }

        @Test
        void aHundredThousandNestedLoopsAndIfsRun() {
            int n = 100_000;
            byte[] b = body(repeat(n, 0x03, 0x40, 0x41, 1, 0x04, 0x40), repeat(2 * n, 0x0b));
            Module m = Module.parse(b);
            m.validate();
            Image.of(m, ImageOptions.DEFAULT, ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT).function("f").callVoid();
        }

        @Test
        void aBranchTableOfAMillionEntriesRuns() {
            byte[] b = body(bytes(0x02, 0x40, 0x41, 5, 0x0e), u32(1_000_000), new byte[1_000_001], bytes(0x0b));
            Module m = Module.parse(b);
            m.validate();
            Image.of(m, ImageOptions.DEFAULT, ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT).function("f").callVoid();
        }

        @Test
        void hugeMemoriesAndTablesAreRefusedAtInstantiation() {
            for (var w : new WasmWriter[] {new WasmWriter().memory(65536), new WasmWriter().memory(40_000), new WasmWriter().memory(4, 1L << 48, -1), new WasmWriter().table(0xffff_ffffL)}) {
                var image = Image.of(Module.parse(w.write()), ImageOptions.DEFAULT, ImportBinding.NONE);
                var ledger = new TestLedger(2_500_000_000L);
                assertThrows(LinkError.class, () -> image.instantiate(Imports.NONE, InstanceOptions.DEFAULT.withLedger(ledger)));
                assertEquals(0, ledger.reserved);
            }
        }

        @Test
        void fourBillionLocalsAreRefused() {
            byte[] body = join(bytes(1), u32(0xffff_ffffL), bytes(I32, 0x0b));
            byte[] b = join(bytes(0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10), u32(body.length + 2), bytes(1), u32(body.length), body);
            assertTrue(refusal(b).contains("too many locals"), refusal(b));
        }

        @Test
        void noByteChangedMakesAnythingButAModuleException() {
            var w = new WasmWriter().memory(1).table(2);
            int t = w.type(new int[] {I32}, I32);
            int f = w.function("f", t, 1, bytes(0x20, 0, 0x04, 0x7f, 0x41, 1, 0x05, 0x20, 0, 0x28, 2, 4, 0x0b, 0x41, 0, 0x11, 0, 0));
            w.elements(f);
            byte[] good = w.write();
            for (int at = 8; at < good.length; at++) {
                for (int value = 0; value < 256; value++) {
                    byte[] b = good.clone();
                    b[at] = (byte) value;
                    try {
                        Module.parse(b).validate();
                    } catch (ModuleException e) {
                        assertTrue(e.getMessage() != null);
                    }
                }
            }
        }
    }
}

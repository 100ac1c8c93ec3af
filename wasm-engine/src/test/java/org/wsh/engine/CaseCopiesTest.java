// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.engine.WasmWriter.*;

import java.io.ByteArrayOutputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;

/** In a loop with a large switch each case has its own copy of what the loop steps; that must not be noticed. Locals: 0 n and program counter, 1 sum, 2 a count within cases. */
class CaseCopiesTest {
    private static final int CASES = 12;

    /** {@code run(n)}: while n is not 0, goes to the case n % 12 (four share one, and there is a default), which changes the sum by n, some in a loop of their own, some also from the case before; then n - 1. */
    private static byte[] machine(int cases) {
        var code = new ByteArrayOutputStream();
        code.writeBytes(bytes(0x02, 0x40, 0x03, 0x40, 0x20, 0, 0x45, 0x0d, 1));
        code.writeBytes(repeat(cases + 1, 0x02, 0x40));
        code.writeBytes(bytes(0x20, 0, 0x41, CASES, 0x70, 0x0e, cases));
        for (int i = 0; i <= cases; i++) {
            code.write(i > 3 && i < 8 ? 4 : i);
        }
        for (int i = 0; i <= cases; i++) {
            code.write(0x0b);
            code.writeBytes(i % 3 == 0
                    // A loop of 3 rounds, each adding n.
                    ? bytes(0x41, 3, 0x21, 2, 0x03, 0x40, 0x20, 1, 0x20, 0, 0x6a, 0x21, 1, 0x20, 2, 0x41, 1, 0x6b, 0x22, 2, 0x0d, 0, 0x0b)
                    : i % 3 == 1 ? bytes(0x20, 1, 0x20, 0, 0x6a, 0x21, 1, 0x20, 1, 0x41, i, 0x6c, 0x21, 1)
                    // Set before it is read.
                    : bytes(0x20, 1, 0x41, 31, 0x6c, 0x21, 1, 0x20, 1, 0x20, 0, 0x73, 0x21, 1));
            if (i % 4 != 2) {
                code.writeBytes(bytes(0x20, 0, 0x41, 1, 0x6b, 0x21, 0, 0x0c, cases - i));
            }
        }
        code.writeBytes(bytes(0x20, 0, 0x41, 1, 0x6b, 0x21, 0, 0x0c, 0, 0x0b, 0x0b, 0x20, 1));
        var w = new WasmWriter();
        w.function("run", w.type(new int[] {I32}, I32), 2, code.toByteArray());
        return w.write();
    }

    private static int expected(int n) {
        int sum = 0;
        while (n != 0) {
            int i = Integer.remainderUnsigned(n, CASES);
            for (i = i > 3 && i < 8 ? 4 : i; ; i++) {
                sum = i % 3 == 0 ? sum + 3 * n : i % 3 == 1 ? (sum + n) * i : sum * 31 ^ n;
                if (i % 4 != 2 || i == CASES - 1) {
                    break;
                }
            }
            n--;
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void whatCasesComputeIsWhatTheySay(int maxCode) {
        try (Instance i = Image.of(Module.parse(machine(CASES - 1)), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT)) {
            for (int n : new int[] {0, 1, 12, 13, 1000, 20_000}) {
                assertEquals(expected(n), i.function("run").call(n)[0], "run(" + n + ")");
            }
        }
    }

    /** How often a byte array is read in what {@code run} is compiled to; the module has no memory. */
    private static long zerosRead(byte[] wasm) {
        return GeneratedClasses.of(wasm, 1).stream().flatMap(c -> c.methods().stream()).flatMap(m -> m.findAttribute(Attributes.code()).stream())
                .flatMap(c -> c.elementStream()).filter(e -> e instanceof Instruction x && x.opcode() == Opcode.BALOAD).count();
    }

    @Test
    void theCasesOfALargeSwitchCopyAndThoseOfASmallOneDont() {
        assertTrue(zerosRead(machine(CASES - 1)) > CASES / 2);
        assertEquals(0, zerosRead(machine(6)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wsh.engine.link.HostFunction;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;

class SyscallTableTest {
    private final SyscallTable table = new SyscallTable();

    private static FunctionType wasmType(String type) {
        int colon = type.indexOf(':');
        int[] parameters = new int[colon];
        for (int i = 0; i < colon; i++) {
            parameters[i] = type.charAt(i) == 'i' ? ValueType.I32 : ValueType.I64;
        }
        return new FunctionType(parameters, type.endsWith(":i") ? new int[] {ValueType.I32} : new int[0]);
    }

    @Test
    void everyCallIsAMethodOfItsType() {
        List<String> wrong = new ArrayList<>();
        table.forEach((module, name, type) -> {
            HostFunction function = table.function(module, name, wasmType(type)).orElseThrow();
            List<Class<?>> wanted = new ArrayList<>(List.of(Instance.class));
            type.chars().limit(type.indexOf(':')).forEach(letter -> wanted.add(letter == 'i' ? int.class : long.class));
            try {
                Method method = function.owner().getMethod(function.method(), wanted.toArray(new Class<?>[0]));
                Class<?> result = type.endsWith(":i") ? int.class : void.class;
                if (method.getReturnType() != result) {
                    wrong.add(module + "." + name + ": returns " + method.getReturnType());
                }
            } catch (NoSuchMethodException e) {
                wrong.add(module + "." + name + ": " + e.getMessage());
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void anotherTypeUnderTheSameNameIsNotBound() {
        assertTrue(table.function("wasi_snapshot_preview1", "fd_close", wasmType("i:i")).isPresent());
        assertTrue(table.function("wasi_snapshot_preview1", "fd_close", wasmType("I:i")).isEmpty());
        assertTrue(table.function("wasi_snapshot_preview1", "fd_close", wasmType("i:")).isEmpty());
        assertTrue(table.function("wasi_snapshot_preview1", "nosuch", wasmType("i:i")).isEmpty());
        assertTrue(table.function("nosuch", "fd_close", wasmType("i:i")).isEmpty());
    }

    @Test
    void preview1IsWhole() {
        TreeSet<String> names = new TreeSet<>();
        table.forEach((module, name, type) -> {
            if (module.equals("wasi_snapshot_preview1")) {
                names.add(name);
            }
        });
        assertEquals(46, names.size());
    }

    @Test
    void ourOwnModuleIsWhatItsPageSays() throws IOException {
        TreeSet<String> bound = new TreeSet<>();
        table.forEach((module, name, type) -> {
            if (module.equals("wsh_1")) {
                bound.add(name);
            }
        });
        TreeSet<String> documented = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("../docs/wsh_1.md"))).results().map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(documented, bound);
    }
}

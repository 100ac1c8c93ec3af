// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.Image;
import org.wsh.engine.Module;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.InstanceOptions;

/** The benchmark set as a test: what a kernel computes here is what it computes natively. */
class KernelsTest {
    private record Row(String name, int n, long checksum) {
        static Row of(String line) {
            String[] words = line.split(" ");
            return new Row(words[0], Integer.parseInt(words[1]), Long.parseLong(words[2]));
        }
    }

    private static List<Row> rows() throws IOException {
        return new String(Kernel.resource("checksums.txt"), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")).map(Row::of).toList();
    }

    @TestFactory
    Stream<DynamicTest> aKernelComputesWhatItDoesNatively() throws IOException {
        return rows().stream().flatMap(row -> Stream.of(
                DynamicTest.dynamicTest(row.name, () -> assertEquals(row.checksum, run(row, true))),
                DynamicTest.dynamicTest(row.name + " without polls", () -> assertEquals(row.checksum, run(row, false)))));
    }

    private static long run(Row row, boolean polls) throws IOException {
        var image = Image.of(Module.parse(Kernel.resource(row.name + ".wasm")), ImageOptions.DEFAULT.withPolls(polls), ImportBinding.NONE);
        try (var instance = image.instantiate(Imports.NONE, InstanceOptions.DEFAULT.withPoller((i, spent) -> 1000, 1000))) {
            return (long) instance.function("run").call(row.n)[0];
        }
    }

    @Test
    void theTableHasEveryKernel() throws IOException {
        assertEquals(Kernel.all().stream().map(Kernel::name).toList(), rows().stream().map(Row::name).toList());
    }

    @Test
    void atLeastHalfFollowAPublishedSet() throws IOException {
        var kernels = Kernel.all().stream().filter(kernel -> !kernel.isProgram()).toList();
        assertTrue(kernels.size() >= 15);
        assertTrue(kernels.stream().filter(kernel -> !kernel.after().equals("own")).count() * 2 >= kernels.size());
    }
}

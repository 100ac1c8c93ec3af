// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.kernels;

import java.io.IOException;
import org.wsh.engine.Image;
import org.wsh.engine.Module;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.InstanceOptions;

/** Serves a kernel on our engine: its name, and {@code polls} or {@code nopolls}. */
final class WshServer {
    /** Between polls; the kernel's scheduler comes to about that much on such loops. */
    private static final int BUDGET = 200_000;

    private WshServer() {}

    public static void main(String[] arguments) throws IOException {
        var module = Module.parse(Kernel.resource(arguments[0] + ".wasm"));
        var options = ImageOptions.DEFAULT.withPolls(arguments[1].equals("polls"));
        var image = Image.of(module, options, ImportBinding.NONE);
        try (var instance = image.instantiate(Imports.NONE, InstanceOptions.DEFAULT.withPoller((i, spent) -> BUDGET, BUDGET))) {
            var run = instance.function("run");
            var values = new long[1];
            var references = new Object[1];
            Server.serve(n -> {
                values[0] = n;
                run.invoke(values, references);
                return values[0];
            });
        }
    }
}

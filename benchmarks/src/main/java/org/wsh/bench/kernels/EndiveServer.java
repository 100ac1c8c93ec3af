// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.kernels;

import java.io.IOException;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;

/** Serves a kernel, named by the argument, on Endive with its compiler. */
final class EndiveServer {
    private EndiveServer() {}

    public static void main(String[] arguments) throws IOException {
        var module = Parser.parse(Kernel.resource(arguments[0] + ".wasm"));
        var run = Instance.builder(module).withMachineFactory(MachineFactoryCompiler::compile).build().export("run");
        Server.serve(n -> run.apply(n)[0]);
    }
}

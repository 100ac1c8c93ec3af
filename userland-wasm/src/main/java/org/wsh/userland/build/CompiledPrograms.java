// SPDX-License-Identifier: Apache-2.0
package org.wsh.userland.build;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wsh.engine.Image;
import org.wsh.engine.Module;
import org.wsh.engine.Ahead;
import org.wsh.engine.link.ImageOptions;
import org.wsh.wasix.SyscallTable;

/** Compiles the multi-call module to JVM classes, at build time, bound to the table of system calls. */
final class CompiledPrograms {
    /** Canonical NaNs, which a machine whose runs repeat needs and to the others make no difference: the commands compute little with floats. */
    private static final ImageOptions OPTIONS = ImageOptions.DEFAULT.withCanonicalNans(true);
    private static final String PACKAGE = "org.wsh.userland.code";

    private CompiledPrograms() {}

    /** Arguments: the module, the folder of classes to write to. */
    public static void main(String[] arguments) throws IOException {
        Module module = Module.parse(Files.readAllBytes(Path.of(arguments[0])));
        Path classes = Path.of(arguments[1]);
        SyscallTable binding = new SyscallTable();
        Ahead.compile(module, OPTIONS.withMemoryCalls(true), binding, PACKAGE, classes);
        byte[] compiled = compiled(Image.key(module, OPTIONS, binding), module.declarations().bytes().length);
        Files.write(classes.resolve(PACKAGE.replace('.', '/')).resolve("Compiled.class"), compiled);
    }

    /** The class {@code Compiled} with that key and size. */
    private static byte[] compiled(String key, int moduleBytes) {
        return ClassFile.of().build(ClassDesc.of(PACKAGE, "Compiled"), type -> type
                .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL)
                .withMethodBody("key", MethodTypeDesc.ofDescriptor("()Ljava/lang/String;"),
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, code -> code.loadConstant(key).areturn())
                .withMethodBody("moduleBytes", MethodTypeDesc.ofDescriptor("()I"), ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                        code -> code.loadConstant(moduleBytes).ireturn()));
    }
}

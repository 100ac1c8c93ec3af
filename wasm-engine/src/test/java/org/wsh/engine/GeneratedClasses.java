// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.wsh.engine.link.CodeStore;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.InstanceOptions;

/** What a module is compiled to. */
final class GeneratedClasses {
    private GeneratedClasses() {}

    /** The classes that were made to call {@code run} with the arguments. */
    static List<ClassModel> of(byte[] wasm, Object... arguments) {
        var classes = new ConcurrentLinkedQueue<byte[]>();
        CodeStore store = key -> new CodeStore.Shelf() {
            @Override
            public byte[] find(char kind, int number) {
                return null;
            }

            @Override
            public void keep(char kind, int number, byte[] code, long nanos) {
                classes.add(code);
            }
        };
        try (var i = Image.of(Module.parse(wasm), ImageOptions.DEFAULT, ImportBinding.NONE, store).instantiate(Imports.NONE, InstanceOptions.DEFAULT)) {
            i.function("run").call(arguments);
        }
        return classes.stream().map(ClassFile.of()::parse).toList();
    }
}

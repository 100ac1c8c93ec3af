// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.compile.Names.*;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import org.wsh.engine.runtime.CompiledLoop;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.ValueType;
import org.wsh.engine.valid.BodyValidator;
import org.wsh.engine.valid.FunctionFacts;

/** {@code L<place>}: a loop of a body as code of its own, for an interpreter that comes to its head. A region's method, and one that takes its parameters out of the interpreter's arrays. */
final class LoopClass {
    private static final ClassDesc SUPER = ClassDesc.of("org.wsh.engine.runtime.CompiledLoop$Code");
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(INT, LONGS, OBJECTS, INSTANCE, INT);

    final int function;
    final FunctionFacts facts;
    final Region region;

    private LoopClass(int function, FunctionFacts facts, Region region) {
        this.function = function;
        this.facts = facts;
        this.region = region;
    }

    /** Null if the loop can't be compiled so. @param place where it begins in the module */
    static LoopClass of(Declarations module, int place, int maxCodeBytes, int methodBytes) {
        int body = Arrays.binarySearch(module.bodyStarts(), place);
        int function = module.importedFunctions() + (body >= 0 ? body : -body - 2);
        var facts = new BodyValidator(module).validate(function);
        Region region = LoopRegion.of(module, function, facts, place);
        if (region == null || region.end - place > maxCodeBytes) {
            return null;
        }
        var regions = Outline.of(module, function, facts, methodBytes);
        LoopRegion.adopt(region, regions);
        return new LoopClass(function, facts, region);
    }

    CompiledLoop with(CompiledLoop.Code code, Declarations module) {
        int start = module.bodyStarts()[function - module.importedFunctions()];
        int[] exits = Arrays.stream(region.exits).mapToInt(block -> block.openAt < 0 ? -1 : block.openAt - start).toArray();
        return new CompiledLoop(code, region.inputs, region.outputs, exits);
    }

    /** The class but for the region's methods. */
    void build(ClassBuilder cb, ClassDesc self) {
        cb.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER).withSuperclass(SUPER);
        FunctionClass.constructor(cb, SUPER);
        cb.withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, code -> run(code, self));
    }

    /** Locals: this, values, references, Instance, depth. */
    private void run(CodeBuilder code, ClassDesc self) {
        for (int i = 0, n = RegionMethod.passed(region, facts.locals()); i < n; i++) {
            int x = region.inputs[i], type = facts.locals()[x];
            code.aload(ValueType.isNumber(type) ? 1 : 2).loadConstant(x);
            if (ValueType.isNumber(type)) {
                code.laload();
                Results.fromBits(code, type);
            } else {
                code.aaload();
            }
        }
        code.aload(3).iload(4).invokestatic(self, region.method, RegionMethod.descriptor(region, facts.locals())).ireturn();
    }
}

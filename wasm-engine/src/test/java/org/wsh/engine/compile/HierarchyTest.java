// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Classes that only the engine's loader knows, as when it is not the system's. */
class HierarchyTest {
    private static final ClassDesc BASE = ClassDesc.of("only.here.Base"), ONE = ClassDesc.of("only.here.One"), TWO = ClassDesc.of("only.here.Two");

    private static final class Elsewhere extends ClassLoader {
        private final Map<String, byte[]> classes = Map.of("only.here.Base", make(BASE, ConstantDescs.CD_Object), "only.here.One", make(ONE, BASE), "only.here.Two", make(TWO, BASE));

        private static byte[] make(ClassDesc name, ClassDesc superclass) {
            return ClassFile.of().build(name, cb -> cb.withSuperclass(superclass));
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    @Test
    void twoTypesMeetInTheirCommonOne() {
        ClassHierarchyResolver hierarchy = ClassMaker.hierarchy(new Elsewhere());
        byte[] made = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy)).build(ClassDesc.of("some.Code"), cb -> cb.withMethodBody("pick",
                MethodTypeDesc.of(BASE, ONE, TWO, ConstantDescs.CD_int), ClassFile.ACC_STATIC, code -> {
                    Label other = code.newLabel(), end = code.newLabel();
                    code.iload(2).ifeq(other).aload(0).goto_(end).labelBinding(other).aload(1).labelBinding(end).areturn();
                }));
        var frames = ClassFile.of().parse(made).methods().getFirst().findAttribute(Attributes.code()).orElseThrow().findAttribute(Attributes.stackMapTable()).orElseThrow().entries();
        assertEquals(BASE, ((ObjectVerificationTypeInfo) frames.getLast().stack().getFirst()).classSymbol());
    }

    @Test
    void ourTypesAreFoundThroughTheSystemsLoaderIfThatHasThem() {
        assertNotNull(ClassMaker.hierarchy(new Elsewhere()).getClassInfo(Names.FUNCTION));
    }
}

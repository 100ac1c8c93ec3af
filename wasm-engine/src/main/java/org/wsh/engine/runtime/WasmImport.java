// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method that {@link Imports#methods} offers to modules. Parameters and result are as {@link JavaSignature} says. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface WasmImport {
    /** The import's module name. */
    String module() default "env";

    /** Whether it may ask for a {@link StackCapture}: then the module is compiled so that its stack can be taken. */
    boolean captures() default false;

    /** The import's name; if empty, the method's. */
    String name() default "";
}

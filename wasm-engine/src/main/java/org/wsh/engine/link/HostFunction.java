// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.link;

/**
 * A public static Java method that implements an imported function. Guest code calls it by invokestatic, so the JIT can inline it. Its parameters are
 * the {@code Instance} and then the function's (int, long, float, double, Object); its result is the function's, or void; functions with several results can't be bound so.
 *
 * @param owner   a public class in a package that is exported to generated code (to all)
 * @param method  the method's name
 * @param failure what turns an exception of the method into a result, or null: then it unwinds the guest
 * @param watcher is told of its calls while an instance's {@link org.wsh.engine.runtime.Watch} is on; null for nobody. Its parameters must be int or long then, its result int or void
 */
public record HostFunction(Class<?> owner, String method, Failure failure, Watcher watcher) {
    public HostFunction(Class<?> owner, String method, Failure failure) {
        this(owner, method, failure, null);
    }

    public HostFunction(Class<?> owner, String method) {
        this(owner, method, null, null);
    }

    /**
     * A public class with three public static methods: {@code Object enter(Instance, String module, String name, long[] arguments)} before a call;
     * then, with what that returned, {@code void exit(Object, int result)} (0 if it has none), or {@code void left(Object, Throwable)} if it was unwound.
     */
    public record Watcher(Class<?> owner) {}

    /**
     * A public static method {@code (Instance, exception, int importIndex) -> result}, called when the host method threw {@code exception}.
     * The result type is the host function's.
     *
     * @param again names another, {@code (Instance, exception, int importIndex, long[] arguments) -> boolean}, that is asked first: whether the host function is to be called once
     *              more with the same arguments. Its parameters must be int or long then. Null: it never is
     */
    public record Failure(Class<? extends RuntimeException> exception, Class<?> owner, String method, String again) {
        public Failure(Class<? extends RuntimeException> exception, Class<?> owner, String method) {
            this(exception, owner, method, null);
        }
    }
}

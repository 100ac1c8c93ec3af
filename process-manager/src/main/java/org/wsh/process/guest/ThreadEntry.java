// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.syntax.ValueType;
import org.wsh.process.ProcessThread;
import org.wsh.process.ThreadLocals;

/** Where a new thread begins: an export of its program, of two integers. */
public sealed interface ThreadEntry {
    /** What a thread runs on its own instance. */
    void run(ProcessThread thread, Instance instance);

    String export();

    /** wasi-threads, and WASIX since 2023. */
    record Wasi(int argument) implements ThreadEntry {
        @Override
        public String export() {
            return "wasi_thread_start";
        }

        @Override
        public void run(ProcessThread thread, Instance instance) {
            call(instance, export(), thread.tid(), argument);
        }
    }

    /** WASIX until 2023. When the function has returned, values that the thread left in thread-local keys are destroyed by another export, if it is there. */
    record Wasix2022(long userData) implements ThreadEntry {
        private static final String DESTROY = "_thread_local_destroy";

        @Override
        public String export() {
            return "_start_thread";
        }

        @Override
        public void run(ProcessThread thread, Instance instance) {
            call(instance, export(), (int) userData, (int) (userData >>> 32));
            boolean destroys = function(instance, DESTROY, 4) != null;
            for (ThreadLocals.Value left : thread.process().threadLocals().end(thread.member())) {
                if (destroys) {
                    call(instance, DESTROY, (int) left.userData(), (int) (left.userData() >>> 32), (int) left.value(), (int) (left.value() >>> 32));
                }
            }
        }
    }

    default boolean existsIn(Instance instance) {
        return function(instance, export(), 2) != null;
    }

    private static void call(Instance instance, String export, long... arguments) {
        function(instance, export, arguments.length).invoke(arguments, new Object[arguments.length]);
    }

    /** The export that takes so many i32 and gives nothing; null if there is none. */
    private static FunctionRef function(Instance instance, String export, int parameters) {
        if (!(instance.export(export) instanceof FunctionRef function) || function.type().parameterCount() != parameters || function.type().resultCount() != 0) {
            return null;
        }
        for (int i = 0; i < parameters; i++) {
            if (function.type().parameter(i) != ValueType.I32) {
                return null;
            }
        }
        return function;
    }
}

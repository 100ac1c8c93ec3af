// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/**
 * A call of Java code that called the guest, which was captured: a signal handler run at a poll or inside a syscall, a callback. It is put on the stack by
 * {@link FunctionRef#invoke(long[], Object[], HostFrame)} and says how the Java code goes on. Not changed once it was given away.
 */
public non-sealed interface HostFrame extends Frame {
    /**
     * The guest's function, called by the Java code that this stands for, returned. May itself be captured again.
     *
     * @param instance whose function it was
     * @return what the Java code gives to the guest that had called it
     */
    Results returned(Instance instance, Results results);

    /**
     * The guest's function was left by {@code failure}: an exception of the guest's, a trap, or what ends the guest. Throws what the Java code would have thrown, or returns for it.
     */
    default Results failed(Instance instance, Throwable failure) {
        throw Resumption.sneak(failure);
    }

    /** The same frame in a copy of the instance. */
    HostFrame copy(Instance child);

    /** What it takes of the JVM's heap, about. */
    default long bytes() {
        return 64;
    }
}

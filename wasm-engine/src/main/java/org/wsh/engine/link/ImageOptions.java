// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.link;

import org.wsh.engine.host.JdkInternals;

/**
 * How code is compiled. {@link #DEFAULT} is what a host that limits its guests wants; change it by the {@code with} methods.
 *
 * @param polls         whether it charges a budget and polls when that runs out; without, a guest that loops can't be stopped, and is a few percent faster
 * @param maxCodeBytes  bodies with more Wasm than this are interpreted; 0 interprets all
 * @param methodBytes   large bodies are cut into JVM methods of about so many bytes of bytecode at most: HotSpot's optimising compiler takes none with more than
 *                      8,000 unless the JVM is told otherwise
 * @param memoryCalls   a load or store is a call of {@code HeapAccess}, else of a VarHandle: both do the same, so code made either way runs anywhere. By default
 *                      what suits the JVM that this runs in
 * @param canonicalNans every NaN that arithmetic makes is the positive canonical one, as in the standard's deterministic profile; else which it is, is the processor's affair
 * @param hotLoop       so often the interpreter is at a loop's head before the loop is compiled on its own
 */
public record ImageOptions(boolean polls, int maxCodeBytes, int methodBytes, boolean memoryCalls, int hotLoop, boolean canonicalNans) {
    public static final ImageOptions DEFAULT = new ImageOptions(true, 8 << 20);
    private static final int METHOD_BYTES = 8_000;
    private static final int HOT_LOOP = 1_000;

    /** As {@link #DEFAULT}, but for these two. */
    public ImageOptions(boolean polls, int maxCodeBytes) {
        this(polls, maxCodeBytes, METHOD_BYTES, JdkInternals.RAW_MEMORY, HOT_LOOP, false);
    }

    public ImageOptions withMethodBytes(int newMethodBytes) {
        return new ImageOptions(polls, maxCodeBytes, newMethodBytes, memoryCalls, hotLoop, canonicalNans);
    }

    public ImageOptions withPolls(boolean newPolls) {
        return new ImageOptions(newPolls, maxCodeBytes, methodBytes, memoryCalls, hotLoop, canonicalNans);
    }

    public ImageOptions withMemoryCalls(boolean newMemoryCalls) {
        return new ImageOptions(polls, maxCodeBytes, methodBytes, newMemoryCalls, hotLoop, canonicalNans);
    }

    public ImageOptions withHotLoop(int newHotLoop) {
        return new ImageOptions(polls, maxCodeBytes, methodBytes, memoryCalls, newHotLoop, canonicalNans);
    }

    public ImageOptions withCanonicalNans(boolean newCanonicalNans) {
        return new ImageOptions(polls, maxCodeBytes, methodBytes, memoryCalls, hotLoop, newCanonicalNans);
    }

    /** Code that was compiled with options of another id can't be taken for ours. */
    public String id() {
        return (polls ? "polls" : "nopolls") + "-" + maxCodeBytes + "-" + methodBytes + (canonicalNans ? "-nans" : "");
    }
}

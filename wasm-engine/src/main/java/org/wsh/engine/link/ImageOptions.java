// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.link;

import org.wsh.engine.runtime.HeapAccess;

/**
 * How code is compiled.
 *
 * @param polls         whether it charges a budget and polls when that runs out
 * @param maxCodeBytes  bodies with more Wasm than this are interpreted
 * @param methodBytes   large bodies are cut into JVM methods of about so many bytes of bytecode at most: HotSpot's optimising compiler takes none with more than
 *                      8,000 unless the JVM is told otherwise
 * @param memoryCalls   a load or store is a call of {@link HeapAccess}, else of a VarHandle: both do the same, so code made either way runs anywhere. By default
 *                      what suits the JVM that this runs in
 * @param hotLoop       so often the interpreter is at a loop's head before the loop is compiled on its own
 */
public record ImageOptions(boolean polls, int maxCodeBytes, int methodBytes, boolean memoryCalls, int hotLoop) {
    public static final ImageOptions DEFAULT = new ImageOptions(true, 8 << 20);
    private static final int METHOD_BYTES = 8_000;
    private static final int HOT_LOOP = 1_000;

    public ImageOptions(boolean polls, int maxCodeBytes) {
        this(polls, maxCodeBytes, METHOD_BYTES, HeapAccess.RAW, HOT_LOOP);
    }

    public ImageOptions withMethodBytes(int newMethodBytes) {
        return new ImageOptions(polls, maxCodeBytes, newMethodBytes, memoryCalls, hotLoop);
    }

    public ImageOptions withPolls(boolean newPolls) {
        return new ImageOptions(newPolls, maxCodeBytes, methodBytes, memoryCalls, hotLoop);
    }

    public ImageOptions withMemoryCalls(boolean newMemoryCalls) {
        return new ImageOptions(polls, maxCodeBytes, methodBytes, newMemoryCalls, hotLoop);
    }

    public ImageOptions withHotLoop(int newHotLoop) {
        return new ImageOptions(polls, maxCodeBytes, methodBytes, memoryCalls, newHotLoop);
    }

    /** Code that was compiled with options of another id can't be taken for ours. */
    public String id() {
        return (polls ? "polls" : "nopolls") + "-" + maxCodeBytes + "-" + methodBytes;
    }
}

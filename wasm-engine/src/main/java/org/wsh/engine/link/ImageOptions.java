// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.link;

/**
 * How code is compiled.
 *
 * @param polls         whether it charges a budget and polls when that runs out
 * @param maxCodeBytes  bodies with more Wasm than this are interpreted
 * @param methodBytes   large bodies are cut into JVM methods of about so many bytes of bytecode at most: HotSpot's optimising compiler takes none with more than
 *                      8,000 unless the JVM is told otherwise
 */
public record ImageOptions(boolean polls, int maxCodeBytes, int methodBytes) {
    public static final ImageOptions DEFAULT = new ImageOptions(true, 8 << 20);
    private static final int METHOD_BYTES = 8_000;

    public ImageOptions(boolean polls, int maxCodeBytes) {
        this(polls, maxCodeBytes, METHOD_BYTES);
    }

    public ImageOptions withMethodBytes(int newMethodBytes) {
        return new ImageOptions(polls, maxCodeBytes, newMethodBytes);
    }

    public ImageOptions withPolls(boolean newPolls) {
        return new ImageOptions(newPolls, maxCodeBytes, methodBytes);
    }

    /** Code compiled with other options has another id. */
    public String id() {
        return (polls ? "polls" : "nopolls") + "-" + maxCodeBytes + "-" + methodBytes;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.link;

/**
 * How code is compiled.
 *
 * @param polls         whether it charges a budget and polls when that runs out
 * @param maxCodeBytes  bodies with more Wasm than this are interpreted; a JVM method ends at 64 KB
 */
public record ImageOptions(boolean polls, int maxCodeBytes) {
    public static final ImageOptions DEFAULT = new ImageOptions(true, 48 << 10);

    public ImageOptions withPolls(boolean newPolls) {
        return new ImageOptions(newPolls, maxCodeBytes);
    }

    /** Code compiled with other options has another id. */
    public String id() {
        return (polls ? "polls" : "nopolls") + "-" + maxCodeBytes;
    }
}

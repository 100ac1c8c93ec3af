// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

/** How large a terminal's window is. struct winsize. 0 is unknown. */
public record WindowSize(int rows, int columns, int widthPixels, int heightPixels) {
    public static final WindowSize UNKNOWN = new WindowSize(0, 0, 0, 0);

    public WindowSize(int rows, int columns) {
        this(rows, columns, 0, 0);
    }
}

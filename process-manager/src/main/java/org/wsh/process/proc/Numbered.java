// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

/** Folders whose names are numbers. */
final class Numbered {
    private Numbered() {}

    /** The number that a folder's name is; −1 if it is none. */
    static int number(String name) {
        int number = 0;
        for (int i = 0; i < name.length(); i++) {
            char digit = name.charAt(i);
            if (digit < '0' || digit > '9' || i > 8) {
                return -1;
            }
            number = number * 10 + digit - '0';
        }
        return name.isEmpty() || name.startsWith("0") ? -1 : number;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.userland.code;

/**
 * Says which image the classes beside this one are the code of. As written here, there are none; the build
 * ({@code build.CompiledPrograms}) puts them into this package and replaces this class by one that knows their key. (A resource would say it as
 * well, but finding one opens every jar on the class path, which costs more than starting the program.)
 */
public final class Compiled {
    private Compiled() {}

    /** The engine's key of the compiled image; empty if nothing was compiled. */
    public static String key() {
        return "";
    }

    /** Of the module, how many bytes it has. */
    public static int moduleBytes() {
        return -1;
    }
}

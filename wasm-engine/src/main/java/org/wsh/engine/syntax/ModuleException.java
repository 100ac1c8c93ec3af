// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** The module's own mistake, with the byte offset in the file where it shows; no stack trace, as it says all. */
public abstract sealed class ModuleException extends RuntimeException permits MalformedModule, InvalidModule {
    private final transient long offset;

    protected ModuleException(String message, long offset) {
        super(message, null, false, false);
        this.offset = offset;
    }

    /** Where in the file, or -1 if nowhere in particular. */
    public long offset() {
        return offset;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** The bytes don't follow the binary format. */
public final class MalformedModule extends ModuleException {
    public MalformedModule(String what, long offset) {
        super(offset < 0 ? what : "offset 0x" + Long.toHexString(offset) + ": " + what, offset);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/** Instantiation found imports missing or of another type than asked; the message names all of them. Or a budget refused a memory or table. */
public final class LinkError extends RuntimeException {
    private static final long serialVersionUID = 1;

    LinkError(String message) {
        super(message, null, false, false);
    }
}

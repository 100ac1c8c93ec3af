// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/** What a seek is counted from. */
public enum Whence {
    START,
    CURRENT,
    END
}

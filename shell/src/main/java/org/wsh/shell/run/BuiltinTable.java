// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import java.util.List;

/** Which commands the shell runs itself. */
public interface BuiltinTable {
    List<String> names();

    /** Special built-in utilities: POSIX XCU 2.15. Found before functions. Null if it is none. */
    Builtin special(String name);

    /** The other built-ins, found after functions and before PATH. Null if it is none. */
    Builtin find(String name);
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Table;

/** call_indirect's checks. */
final class TableAccess {
    private TableAccess() {}

    static FunctionRef function(Instance instance, long index, int type, int table) {
        Table t = instance.table(table);
        FunctionRef f = Table.function(t.index(index), t);
        f.link(instance, type);
        return f;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.util.BitSet;
import org.wsh.engine.link.Capturing;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.ExternKind;
import org.wsh.engine.syntax.Import;

/**
 * Which calls of a module may lead to a capture: none, if it imports nothing that asks for one; else all but those of imports that never do.
 *
 * @param never the imports whose calls hand over nothing
 */
public record Captures(boolean any, BitSet never) {
    public static Captures of(Declarations module, ImportBinding binding) {
        var never = new BitSet();
        boolean any = false;
        int f = 0;
        for (Import i : module.imports()) {
            if (i.kind() == ExternKind.FUNCTION) {
                Capturing c = binding.capturing(i.module(), i.name());
                any |= c == Capturing.ASKS;
                never.set(f++, c == Capturing.NEVER);
            }
        }
        return new Captures(any, any ? never : new BitSet());
    }

    /** Part of the name of code that was compiled so. */
    public String id() {
        return any ? "-captures" + Integer.toHexString(never.hashCode()) : "";
    }

    boolean at(int function) {
        return any && !never.get(function);
    }
}

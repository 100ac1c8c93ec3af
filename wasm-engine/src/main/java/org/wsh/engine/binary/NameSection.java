// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import java.util.HashMap;
import java.util.Map;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.MalformedModule;

/** The function names of the custom section "name". What is wrong in it is as if not there, as the spec says of custom sections. */
public final class NameSection {
    private static final int FUNCTION_NAMES = 1;

    private final Map<Integer, String> functions = new HashMap<>();

    private NameSection() {}

    public static NameSection of(Declarations declarations) {
        var names = new NameSection();
        for (var section : declarations.customs()) {
            if (section.name().equals("name")) {
                try {
                    names.read(new ByteReader(declarations.bytes(), section.start(), section.end()));
                } catch (MalformedModule e) {
                    // Keep what was read.
                }
            }
        }
        return names;
    }

    private void read(ByteReader in) {
        while (!in.atEnd()) {
            int id = in.u8();
            int size = in.count("name subsection");
            if (id == FUNCTION_NAMES) {
                for (int n = in.count("names"); n > 0; n--) {
                    int index = in.u32();
                    functions.put(index, in.name());
                }
                return;
            }
            in.skip(size);
        }
    }

    /** The function's name, or null. */
    public String find(int index) {
        return functions.get(index);
    }
}

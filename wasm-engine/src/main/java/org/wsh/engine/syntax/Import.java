// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** Something a module asks of its host. */
public record Import(String module, String name, ExternKind kind, ExternType type) {
    /** As link errors list it: {@code module "env": function "foo" (i32) -> i32}. */
    @Override
    public String toString() {
        String module = Export.abbreviated(this.module), name = Export.abbreviated(this.name);
        var word = kind == ExternKind.FUNCTION ? "function " : "";
        return "module \"" + module + "\": " + word + (kind == ExternKind.FUNCTION
                ? "\"" + name + "\" " + type : type.toString().replaceFirst(" ", java.util.regex.Matcher.quoteReplacement(" \"" + name + "\" ")));
    }
}

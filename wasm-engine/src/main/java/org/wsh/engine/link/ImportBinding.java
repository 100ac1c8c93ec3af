// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.link;

import java.util.Optional;
import org.wsh.engine.syntax.FunctionType;

/** How an image finds the functions that are bound into its code as constants. What it doesn't find must be given at instantiation. */
public interface ImportBinding {
    /** Names what this binds, so that code compiled against it isn't used with another. */
    String id();

    /** The host's function for an import, whose type is {@code type}; the same for each call with the same arguments. */
    Optional<HostFunction> function(String module, String name, FunctionType type);

    /** What a function does to the stack of its caller, whether bound here or given later. */
    default Capturing capturing(String module, String name) {
        return Capturing.NEVER;
    }

    /** Binds nothing. */
    ImportBinding NONE = new ImportBinding() {
        @Override
        public String id() {
            return "none";
        }

        @Override
        public Optional<HostFunction> function(String module, String name, FunctionType type) {
            return Optional.empty();
        }
    };
}

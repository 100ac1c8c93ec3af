// SPDX-License-Identifier: Apache-2.0

/** Floor 3: the ABI. */
module org.wsh.wasix {
    requires transitive org.wsh.process;

    // Generated code, which lives in unnamed modules, calls the methods of the table.
    exports org.wsh.wasix;
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.kernels;

/** What can run a kernel. */
enum Engine {
    NATIVE("native"), V8("V8"), WSH("wsh"), WSH_WITHOUT_POLLS("no polls"), ENDIVE("Endive");

    final String label;

    Engine(String label) {
        this.label = label;
    }
}

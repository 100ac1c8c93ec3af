// SPDX-License-Identifier: Apache-2.0
/** The same work here and on native Linux, side by side in one run. */
module org.wsh.bench {
    requires org.wsh.sandbox;
    requires org.wsh.engine;
    // The processor time of this JVM.
    requires jdk.management;
    // The engine to measure against. Nothing else of the house knows it.
    requires run.endive.compiler;
}

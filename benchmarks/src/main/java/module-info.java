// SPDX-License-Identifier: Apache-2.0
/** The same work here and on native Linux, side by side in one run. */
module org.wsh.bench {
    requires org.wsh.sandbox;
}

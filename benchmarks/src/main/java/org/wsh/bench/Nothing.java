// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench;

/** What a JVM takes to start and end. */
final class Nothing {
    private Nothing() {}

    public static void main(String[] arguments) {}
}

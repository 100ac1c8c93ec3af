// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Consumer;

/** What is said of a call: the script, and what is looked at afterwards. */
record CallRow(String call, String what, Consumer<CallScript> script, Consumer<GuestScript.Outcome> check) {
    static CallRow row(String call, String what, Consumer<CallScript> script, Consumer<GuestScript.Outcome> check) {
        return new CallRow(call, what, script, check);
    }

    /** A row that only looks at what its calls return. */
    static CallRow row(String call, String what, Consumer<CallScript> script, Integer... results) {
        return new CallRow(call, what, script, outcome -> {
            for (int i = 0; i < results.length; i++) {
                assertEquals(results[i], outcome.result(i), call + ", call " + i);
            }
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"1.2.3.4", "0.0.0.0", "255.255.255.255", "::", "::1", "1::", "1:2:3:4:5:6:7:8", "fe80::1:2", "::1.2.3.4", "ff02::1:3"})
    void readsWhatTheJdkReads(String text) throws Exception {
        assertArrayEquals(InetAddress.getByName(text).getAddress(), IpAddress.parse(text).bytes());
        assertEquals(IpAddress.parse(text), IpAddress.parse(IpAddress.parse(text).toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "-1.2.3.4", "1..2.3", "٣.1.1.1", ":", ":1", "1:", ":::", "1::2::3", "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9", "12345::", "g::", "::1.2.3", "1.2.3.4::", "1:2:3:4:5:6:7::8::"})
    void whatIsNoAddressIsNone(String text) {
        assertNull(IpAddress.parse(text));
    }
}

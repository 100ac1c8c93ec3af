// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

/**
 * An IP address of either version, as the 16 bytes of IPv6 in network order; IPv4 is {@code ::ffff:a.b.c.d}, as IPv6 sockets see it.
 */
public record IpAddress(long high, long low) {
    private static final long V4_PREFIX = 0xffff_0000_0000L;

    /** 0.0.0.0. */
    public static final IpAddress ANY_V4 = v4(0);
    /** {@code ::}. */
    public static final IpAddress ANY_V6 = new IpAddress(0, 0);
    public static final IpAddress LOOPBACK_V4 = v4(0x7f000001);
    public static final IpAddress LOOPBACK_V6 = new IpAddress(0, 1);

    /** From the four bytes, most significant first. */
    public static IpAddress v4(int bits) {
        return new IpAddress(0, V4_PREFIX | Integer.toUnsignedLong(bits));
    }

    /** Of 4 or 16 bytes in network order. */
    public static IpAddress of(byte[] bytes) {
        if (bytes.length != 4 && bytes.length != 16) {
            throw new IllegalArgumentException("an IP address of " + bytes.length + " bytes");
        }
        long high = 0;
        long low = 0;
        for (byte each : bytes) {
            high = high << 8 | low >>> 56;
            low = low << 8 | each & 0xff;
        }
        return bytes.length == 4 ? v4((int) low) : new IpAddress(high, low);
    }

    /** Of an address in figures, as inet_pton() takes them; null if it is none. */
    public static IpAddress parse(String text) {
        return text.indexOf(':') >= 0 ? parseV6(text) : parseV4(text);
    }

    private static IpAddress parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        int bits = 0;
        for (String part : parts) {
            int value = number(part, 10, 3);
            if (value < 0 || value > 255 || part.length() > 1 && part.charAt(0) == '0') {
                return null;
            }
            bits = bits << 8 | value;
        }
        return v4(bits);
    }

    /** Digits only, at most so many; −1 for anything else. */
    private static int number(String digits, int radix, int most) {
        if (digits.isEmpty() || digits.length() > most) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 0x80 ? Character.digit(digits.charAt(i), radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    private static IpAddress parseV6(String text) {
        if (text.length() > 45) {
            return null;
        }
        int gap = text.indexOf("::");
        int[] head = gap < 0 ? groups(text, true) : groups(text.substring(0, gap), false);
        int[] tail = gap < 0 ? new int[0] : groups(text.substring(gap + 2), true);
        if (head == null || tail == null || (gap < 0 ? head.length != 8 : head.length + tail.length > 7)) {
            return null;
        }
        byte[] bytes = new byte[16];
        for (int i = 0; i < head.length; i++) {
            put(bytes, i, head[i]);
        }
        for (int i = 0; i < tail.length; i++) {
            put(bytes, 8 - tail.length + i, tail[i]);
        }
        return of(bytes);
    }

    private static void put(byte[] bytes, int group, int value) {
        bytes[2 * group] = (byte) (value >> 8);
        bytes[2 * group + 1] = (byte) value;
    }

    /** Groups of 16 bits between colons; the last may be an IPv4 address, which is two. */
    private static int[] groups(String text, boolean mayEndInV4) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        boolean endsInV4 = mayEndInV4 && parts[parts.length - 1].indexOf('.') >= 0;
        int[] groups = new int[parts.length + (endsInV4 ? 1 : 0)];
        for (int i = 0; i < parts.length - (endsInV4 ? 1 : 0); i++) {
            groups[i] = number(parts[i], 16, 4);
            if (groups[i] < 0) {
                return null;
            }
        }
        if (endsInV4) {
            IpAddress last = parseV4(parts[parts.length - 1]);
            if (last == null) {
                return null;
            }
            groups[groups.length - 2] = last.v4Bits() >>> 16;
            groups[groups.length - 1] = last.v4Bits() & 0xffff;
        }
        return groups;
    }

    /** 4 bytes of an IPv4 address, else 16. */
    public byte[] bytes() {
        byte[] bytes = new byte[isV4() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            int fromEnd = bytes.length - 1 - i;
            bytes[i] = (byte) (fromEnd < 8 ? low >>> 8 * fromEnd : high >>> 8 * (fromEnd - 8));
        }
        return bytes;
    }

    public boolean isV4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** The four bytes of an IPv4 address. */
    public int v4Bits() {
        return (int) low;
    }

    public boolean isAny() {
        return equals(ANY_V4) || equals(ANY_V6);
    }

    /** 127/8 or {@code ::1}. */
    public boolean isLoopback() {
        return isV4() ? v4Bits() >>> 24 == 127 : equals(LOOPBACK_V6);
    }

    /** 224/4 or ff00::/8. */
    public boolean isMulticast() {
        return isV4() ? v4Bits() >>> 28 == 0xe : high >>> 56 == 0xff;
    }

    /** 169.254/16 or fe80::/10. */
    public boolean isLinkLocal() {
        return isV4() ? v4Bits() >>> 16 == 0xa9fe : high >>> 54 == 0xfe80 >>> 6;
    }

    /** 255.255.255.255. */
    public boolean isBroadcast() {
        return isV4() && v4Bits() == -1;
    }

    @Override
    public String toString() {
        if (isV4()) {
            int bits = v4Bits();
            return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
        }
        var text = new StringBuilder();
        for (int group = 7; group >= 0; group--) {
            long half = group >= 4 ? high >>> 16 * (group - 4) : low >>> 16 * group;
            text.append(Long.toHexString(half & 0xffff)).append(group == 0 ? "" : ":");
        }
        return text.toString();
    }
}

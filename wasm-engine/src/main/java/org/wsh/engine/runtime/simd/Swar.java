// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

/**
 * Lanes of 8, 16 or 32 bits side by side in a long, computed all at once in general registers. {@code signs} has each lane's highest bit set and so says how wide lanes are;
 * it and {@code width} are constants in the callers, so after inlining a few instructions remain.
 */
final class Swar {
    static final long SIGNS8 = 0x8080_8080_8080_8080L, SIGNS16 = 0x8000_8000_8000_8000L, SIGNS32 = 0x8000_0000_8000_0000L;

    private Swar() {}

    static long add(long a, long b, long signs) {
        return (a & ~signs) + (b & ~signs) ^ (a ^ b) & signs;
    }

    static long sub(long a, long b, long signs) {
        return (a | signs) - (b & ~signs) ^ (a ^ ~b) & signs;
    }

    /** From sign bits alone to lanes of all ones or zeros. */
    static long fill(long bits, int width) {
        return bits - (bits >>> width - 1) | bits;
    }

    static long eq(long a, long b, long signs, int width) {
        long x = a ^ b;
        return fill(~((x & ~signs) + ~signs | x) & signs, width);
    }

    static long ltU(long a, long b, long signs, int width) {
        return fill((~a & b | ~(a ^ b) & sub(a, b, signs)) & signs, width);
    }

    static long ltS(long a, long b, long signs, int width) {
        return ltU(a ^ signs, b ^ signs, signs, width);
    }

    /** Lanes of a where the mask's are ones, else of b. */
    static long select(long mask, long a, long b) {
        return b ^ (a ^ b) & mask;
    }

    static long addSatU(long a, long b, long signs, int width) {
        long sum = add(a, b, signs);
        return sum | fill((a & b | (a | b) & ~sum) & signs, width);
    }

    static long subSatU(long a, long b, long signs, int width) {
        long difference = sub(a, b, signs);
        return difference & ~fill((~a & b | ~(a ^ b) & difference) & signs, width);
    }

    static long addSatS(long a, long b, long signs, int width) {
        long sum = add(a, b, signs);
        return select(fill(~(a ^ b) & (a ^ sum) & signs, width), extreme(a, signs, width), sum);
    }

    static long subSatS(long a, long b, long signs, int width) {
        long difference = sub(a, b, signs);
        return select(fill((a ^ b) & (a ^ difference) & signs, width), extreme(a, signs, width), difference);
    }

    /** The least lane value where a is negative, else the greatest. */
    private static long extreme(long a, long signs, int width) {
        return fill(a & signs, width) ^ ~signs;
    }

    static long avgrU(long a, long b, long signs) {
        return (a | b) - ((a ^ b) >>> 1 & ~signs);
    }

    static long abs(long a, long signs, int width) {
        long negative = fill(a & signs, width);
        return sub(a ^ negative, negative, signs);
    }

    /** One in each lane. */
    private static long ones(long signs, int width) {
        return signs >>> width - 1;
    }

    static long shl(long a, int n, long signs, int width) {
        long low = ones(signs, width) * ((1L << width - n) - 1);    // the bits of each lane that stay
        return (a & low) << n;
    }

    static long shrU(long a, int n, long signs, int width) {
        long low = ones(signs, width) * ((1L << width - n) - 1);
        return a >>> n & low;
    }

    static long shrS(long a, int n, long signs, int width) {
        long low = ones(signs, width) * ((1L << width - n) - 1);
        return a >>> n & low | fill(a & signs, width) & ~low;
    }

    /** Each lane's sign, lane 0 in bit 0. */
    static int bitmask(long a, long signs) {
        return (int) Long.compress(a, signs);
    }

    static boolean allTrue(long a, long signs) {
        return ((a & ~signs) + ~signs | a | ~signs) == -1;
    }
}

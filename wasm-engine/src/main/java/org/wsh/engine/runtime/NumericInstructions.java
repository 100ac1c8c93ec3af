// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import org.wsh.engine.runtime.Trap.Kind;

/** Numeric instructions for which the JVM has none of the same meaning. Called by generated code. */
public final class NumericInstructions {
    private NumericInstructions() {}

    public static int divide(int a, int b) {
        if (b == -1 && a == Integer.MIN_VALUE) {
            throw new Trap(Kind.INTEGER_OVERFLOW);
        }
        return a / b;
    }

    public static long divide(long a, long b) {
        if (b == -1 && a == Long.MIN_VALUE) {
            throw new Trap(Kind.INTEGER_OVERFLOW);
        }
        return a / b;
    }

    // Truncations. A comparison that is false for NaN comes first.

    public static int truncateToI32(double x) {
        if (x > -2147483649.0 && x < 2147483648.0) {
            return (int) x;
        }
        throw badConversion(x);
    }

    public static int truncateToU32(double x) {
        if (x > -1.0 && x < 4294967296.0) {
            return (int) (long) x;
        }
        throw badConversion(x);
    }

    public static long truncateToI64(double x) {
        if (x >= -0x1p63 && x < 0x1p63) {
            return (long) x;
        }
        throw badConversion(x);
    }

    public static long truncateToU64(double x) {
        if (x > -1.0 && x < 0x1p64) {
            return x < 0x1p63 ? (long) x : (long) (x - 0x1p63) ^ Long.MIN_VALUE;
        }
        throw badConversion(x);
    }

    private static Trap badConversion(double x) {
        return new Trap(x != x ? Kind.INVALID_CONVERSION : Kind.INTEGER_OVERFLOW);
    }

    public static int saturateToU32(double x) {
        return x >= 4294967295.0 ? -1 : x > 0 ? (int) (long) x : 0;
    }

    public static long saturateToU64(double x) {
        return x >= 0x1p64 ? -1 : x >= 0x1p63 ? (long) (x - 0x1p63) ^ Long.MIN_VALUE : x > 0 ? (long) x : 0;
    }

    // Unsigned integers to floats.

    public static double convertU64ToF64(long x) {
        // The lowest bit is kept sticky, so halving doesn't change how it rounds.
        return x >= 0 ? (double) x : (double) (x >>> 1 | x & 1) * 2.0;
    }

    public static float convertU64ToF32(long x) {
        return x >= 0 ? (float) x : (float) (x >>> 1 | x & 1) * 2.0f;
    }

    // Java's versions return a NaN operand as it is; the spec wants it quiet, which adding does.

    public static float min(float a, float b) {
        return a != a || b != b ? a + b : Math.min(a, b);
    }

    public static float max(float a, float b) {
        return a != a || b != b ? a + b : Math.max(a, b);
    }

    public static double min(double a, double b) {
        return a != a || b != b ? a + b : Math.min(a, b);
    }

    public static double max(double a, double b) {
        return a != a || b != b ? a + b : Math.max(a, b);
    }

    public static double ceil(double x) {
        return x != x ? x + x : Math.ceil(x);
    }

    public static double floor(double x) {
        return x != x ? x + x : Math.floor(x);
    }

    public static double nearest(double x) {
        return x != x ? x + x : Math.rint(x);
    }

    public static double trunc(double x) {
        return x != x ? x + x : x < 0 ? Math.ceil(x) : Math.floor(x);
    }

    // Widening a float is exact, and so is narrowing the rounded value.

    public static float ceil(float x) {
        return (float) ceil((double) x);
    }

    public static float floor(float x) {
        return (float) floor((double) x);
    }

    public static float nearest(float x) {
        return (float) nearest((double) x);
    }

    public static float trunc(float x) {
        return (float) trunc((double) x);
    }

    // The deterministic profile.

    public static float canonical(float x) {
        return x != x ? Float.NaN : x;
    }

    public static double canonical(double x) {
        return x != x ? Double.NaN : x;
    }
}

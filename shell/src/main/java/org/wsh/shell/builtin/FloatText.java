// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Floating-point numbers as C's printf writes them: XBD 5, ISO C 7.23.6.1. */
final class FloatText {
    private static final int MOST_DIGITS = 4096;

    private FloatText() {}

    static String format(char kind, double value, int precision, boolean alternative, String sign) {
        boolean upper = Character.isUpperCase(kind);
        boolean negative = Double.doubleToRawLongBits(value) < 0 && !Double.isNaN(value);
        double magnitude = Math.abs(value);
        int digits = Math.min(MOST_DIGITS, precision < 0 ? 6 : precision);
        String text;
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            text = Double.isNaN(value) ? "nan" : "inf";
        } else {
            text =
                    switch (Character.toLowerCase(kind)) {
                        case 'e' -> exponential(magnitude, digits, alternative);
                        case 'f' -> fixed(magnitude, digits, alternative);
                        case 'g' -> general(magnitude, digits == 0 ? 1 : digits, alternative);
                        default -> Double.toHexString(magnitude).replace(".0p", "p").replaceFirst("p(\\d)", "p+$1");
                    };
        }
        String signed = (negative ? "-" : sign) + text;
        return upper ? signed.toUpperCase(Locale.ROOT) : signed;
    }

    private static String fixed(double value, int digits, boolean point) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString() + (point && digits == 0 ? "." : "");
    }

    private static String exponential(double value, int digits, boolean point) {
        if (value == 0) {
            return "0" + (digits > 0 ? "." + "0".repeat(digits) : point ? "." : "") + "e+00";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal rounded = exact.round(new java.math.MathContext(digits + 1, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        String all = rounded.unscaledValue().toString();
        StringBuilder mantissa = new StringBuilder(all);
        while (mantissa.length() < digits + 1) {
            mantissa.append('0');
        }
        if (digits > 0 || point) {
            mantissa.insert(1, '.');
        }
        String size = Integer.toString(Math.abs(exponent));
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (size.length() < 2 ? "0" : "") + size;
    }

    private static String general(double value, int digits, boolean keepZeros) {
        String scientific = exponential(value, digits - 1, false);
        int e = scientific.indexOf('e');
        int exponent = Integer.parseInt(scientific.substring(e + 1));
        if (exponent < -4 || exponent >= digits) {
            return keepZeros ? scientific : trimmed(scientific.substring(0, e)) + scientific.substring(e);
        }
        String plain = fixed(value, Math.max(0, digits - 1 - exponent), keepZeros);
        return keepZeros ? plain : trimmed(plain);
    }

    private static String trimmed(String number) {
        if (number.indexOf('.') < 0) {
            return number;
        }
        int end = number.length();
        while (number.charAt(end - 1) == '0') {
            end--;
        }
        return number.substring(0, number.charAt(end - 1) == '.' ? end - 1 : end);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;

/** {@code printf format [argument…]}. POSIX XCU 3, XBD 5. */
record PrintfCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        int i = arguments.size() > 1 && arguments.get(1).equals("--") ? 2 : 1;
        if (i >= arguments.size()) {
            shell.warn("printf: usage: printf format [argument ...]");
            return 2;
        }
        Formatter formatter = new Formatter(shell, arguments.subList(i + 1, arguments.size()));
        formatter.all(arguments.get(i));
        shell.print(formatter.out.toString());
        return formatter.status;
    }

    /** One call: the format is used again while arguments are left. */
    private static final class Formatter {
        private static final int WIDEST = 1 << 20;

        final StringBuilder out = new StringBuilder();
        int status;
        private final ShellProcess shell;
        private final List<String> arguments;
        private int used;
        private boolean stopped;

        Formatter(ShellProcess shell, List<String> arguments) {
            this.shell = shell;
            this.arguments = arguments;
        }

        void all(String format) {
            do {
                int before = used;
                once(format);
                shell.account.poll(1);
                if (used == before) {
                    return;
                }
            } while (used < arguments.size() && !stopped);
        }

        private String next() {
            return used < arguments.size() ? arguments.get(used++) : null;
        }

        private void once(String format) {
            int plain = 0;
            for (int i = 0; i < format.length() && !stopped; ) {
                if (format.charAt(i) != '%') {
                    i = format.charAt(i) == '\\' ? i + 2 : i + 1;
                    continue;
                }
                plain(format.substring(plain, i));
                if (i + 1 < format.length() && format.charAt(i + 1) == '%') {
                    out.append('%');
                    i += 2;
                } else {
                    i = conversion(format, i + 1);
                }
                plain = i;
            }
            if (!stopped && plain < format.length()) {
                plain(format.substring(plain));
            }
        }

        private void plain(String text) {
            shell.account.hold(4L * text.length());
            Escapes.append(text, out, false);
        }

        /** @return where the conversion ends */
        private int conversion(String format, int i) {
            boolean left = false;
            boolean zero = false;
            boolean alternative = false;
            String sign = "";
            for (; i < format.length() && "-+ #0".indexOf(format.charAt(i)) >= 0; i++) {
                switch (format.charAt(i)) {
                    case '-' -> left = true;
                    case '0' -> zero = true;
                    case '#' -> alternative = true;
                    case '+' -> sign = "+";
                    default -> sign = sign.isEmpty() ? " " : sign;
                }
            }
            int[] end = {i};
            int width = count(format, end);
            if (width < 0) {
                left = true;
                width = -width;
            }
            int precision = -1;
            if (end[0] < format.length() && format.charAt(end[0]) == '.') {
                end[0]++;
                precision = count(format, end);
            }
            i = end[0];
            if (i >= format.length()) {
                throw new ShellError("printf: missing conversion character", 2);
            }
            char kind = format.charAt(i);
            String text;
            boolean number = false;
            switch (kind) {
                case 's' -> {
                    String argument = next();
                    text = cut(argument == null ? "" : argument, precision);
                }
                case 'b' -> {
                    StringBuilder escaped = new StringBuilder();
                    String argument = next();
                    stopped = argument != null && !Escapes.append(argument, escaped, true);
                    text = cut(escaped.toString(), precision);
                }
                case 'c' -> {
                    String argument = next();
                    text = argument == null || argument.isEmpty() ? "" : argument.substring(0, argument.offsetByCodePoints(0, 1));
                }
                case 'd', 'i', 'o', 'u', 'x', 'X' -> {
                    number = precision < 0;
                    text = integer(kind, integer(next()), precision, alternative, sign);
                }
                case 'e', 'E', 'f', 'F', 'g', 'G', 'a', 'A' -> {
                    number = true;
                    text = FloatText.format(kind, real(next()), precision, alternative, sign);
                }
                default -> throw new ShellError("printf: %" + kind + ": unknown conversion", 2);
            }
            pad(text, width, left, zero && number);
            return i + 1;
        }

        /** A width or precision; {@code *} takes an argument. */
        private int count(String format, int[] at) {
            int i = at[0];
            if (i < format.length() && format.charAt(i) == '*') {
                at[0]++;
                return (int) Math.max(-WIDEST, Math.min(WIDEST, integer(next())));
            }
            int value = 0;
            for (; i < format.length() && format.charAt(i) >= '0' && format.charAt(i) <= '9'; i++) {
                value = Math.min(WIDEST, value * 10 + (format.charAt(i) - '0'));
            }
            at[0] = i;
            return value;
        }

        private static String cut(String text, int precision) {
            return precision >= 0 && precision < text.length() ? text.substring(0, precision) : text;
        }

        private void pad(String text, int width, boolean left, boolean zeros) {
            int length = text.codePointCount(0, text.length());
            int missing = Math.max(0, width - length);
            shell.account.hold(4L * (missing + text.length()));
            if (left) {
                out.append(text).repeat(' ', missing);
            } else if (zeros && missing > 0 && !text.isEmpty() && Character.digit(text.charAt(text.length() - 1), 16) >= 0) {
                int signs = text.charAt(0) == '-' || text.charAt(0) == '+' || text.charAt(0) == ' ' ? 1 : 0;
                if (text.startsWith("0x", signs) || text.startsWith("0X", signs)) {
                    signs += 2;
                }
                out.append(text, 0, signs).repeat('0', missing).append(text, signs, text.length());
            } else {
                out.repeat(' ', missing).append(text);
            }
        }

        private static String integer(char kind, long value, int precision, boolean alternative, String sign) {
            String digits;
            String prefix = "";
            switch (kind) {
                case 'o' -> {
                    digits = Long.toOctalString(value);
                    prefix = alternative && !digits.startsWith("0") ? "0" : "";
                }
                case 'u' -> digits = Long.toUnsignedString(value);
                case 'x' -> {
                    digits = Long.toHexString(value);
                    prefix = alternative && value != 0 ? "0x" : "";
                }
                case 'X' -> {
                    digits = Long.toHexString(value).toUpperCase(Locale.ROOT);
                    prefix = alternative && value != 0 ? "0X" : "";
                }
                default -> {
                    String text = Long.toString(value);
                    digits = value < 0 ? text.substring(1) : text;
                    prefix = value < 0 ? "-" : sign;
                }
            }
            if (precision == 0 && value == 0) {
                digits = "";
            }
            return prefix + "0".repeat(Math.max(0, precision - digits.length())) + digits;
        }

        private void bad(String argument, String why) {
            shell.warn("printf: " + argument + ": " + why);
            status = 1;
        }

        /** A C integer constant with a sign, or the value of the character after a quote. */
        private long integer(String argument) {
            if (argument == null || argument.isEmpty()) {
                return 0;
            }
            if (argument.charAt(0) == '\'' || argument.charAt(0) == '"') {
                return character(argument);
            }
            String text = argument.stripLeading();
            int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
            boolean negative = text.startsWith("-");
            int radix = 10;
            if (text.startsWith("0x", at) || text.startsWith("0X", at)) {
                radix = 16;
                at += 2;
            } else if (text.startsWith("0", at) && at + 1 < text.length()) {
                radix = 8;
            }
            int start = at;
            long value = 0;
            boolean over = false;
            for (; at < text.length() && text.charAt(at) < 0x80 && Character.digit(text.charAt(at), radix) >= 0; at++) {
                int digit = Character.digit(text.charAt(at), radix);
                over |= Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, radix)) > 0;
                value = value * radix + digit;
            }
            if (at == start && !(radix == 8 && at > 0)) {
                bad(argument, "expected a number");
            } else if (at < text.length()) {
                bad(argument, "not completely converted");
            } else if (over) {
                bad(argument, "out of range");
                return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            return negative ? -value : value;
        }

        private static long character(String argument) {
            if (argument.length() == 1) {
                return 0;
            }
            int point = argument.codePointAt(1);
            return point >= 0xdc80 && point <= 0xdcff ? point & 0xff : point;
        }

        private double real(String argument) {
            if (argument == null || argument.isEmpty()) {
                return 0;
            }
            if (argument.charAt(0) == '\'' || argument.charAt(0) == '"') {
                return character(argument);
            }
            String text = argument.strip().toLowerCase(Locale.ROOT);
            boolean negative = text.startsWith("-");
            String magnitude = negative || text.startsWith("+") ? text.substring(1) : text;
            if (magnitude.equals("inf") || magnitude.equals("infinity")) {
                return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            }
            if (magnitude.equals("nan")) {
                return Double.NaN;
            }
            try {
                if (magnitude.startsWith("0x")) {
                    double value = Double.parseDouble(magnitude.indexOf('p') < 0 ? magnitude + "p0" : magnitude);
                    return negative ? -value : value;
                }
                return new BigDecimal(text).doubleValue();
            } catch (NumberFormatException no) {
                bad(argument, "expected a number");
                return 0;
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.suite;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.wsh.engine.runtime.FunctionRef;

/** The suite's values: arguments made, results compared bit by bit. */
final class Matching {
    private Matching() {}

    static Object value(Map<String, Object> v, Script script) {
        String text = (String) v.get("value");
        return switch ((String) v.get("type")) {
            case "i32" -> Integer.parseInt(text);
            case "i64" -> Long.parseLong(text);
            case "f32" -> Float.intBitsToFloat(Integer.parseUnsignedInt(text));
            case "f64" -> Double.longBitsToDouble(Long.parseUnsignedLong(text));
            case "externref", "anyref" -> text.equals("null") ? null : script.hostReference(text);
            case "funcref" -> null;
            default -> throw new AssertionError("value " + v);
        };
    }

    @SuppressWarnings("unchecked")
    static void check(List<?> expected, Object[] actual, Script script) {
        if (expected.size() != actual.length) {
            throw new AssertionError(actual.length + " results, expected " + expected.size());
        }
        for (int i = 0; i < actual.length; i++) {
            var e = (Map<String, Object>) expected.get(i);
            if (!matches(e, actual[i], script)) {
                throw new AssertionError("result " + i + " is " + show(actual[i]) + ", expected " + e);
            }
        }
    }

    private static String show(Object value) {
        return switch (value) {
            case Float f -> f + " (" + Integer.toUnsignedString(Float.floatToRawIntBits(f)) + ")";
            case Double d -> d + " (" + Long.toUnsignedString(Double.doubleToRawLongBits(d)) + ")";
            case null -> "null";
            default -> value.toString();
        };
    }

    @SuppressWarnings("unchecked")
    private static boolean matches(Map<String, Object> e, Object actual, Script script) {
        Object text = e.get("value");
        return switch ((String) e.get("type")) {
            case "f32" -> actual instanceof Float f && floatMatches((String) text, Float.floatToRawIntBits(f));
            case "f64" -> actual instanceof Double d && doubleMatches((String) text, Double.doubleToRawLongBits(d));
            case "either" -> ((List<Map<String, Object>>) e.get("values")).stream().anyMatch(alternative -> matches(alternative, actual, script));
            case "refnull", "nullref", "nullfuncref", "nullexternref" -> actual == null;
            case "funcref" -> text == null ? actual instanceof FunctionRef : actual == null;
            case "externref" -> text == null ? actual != null : Objects.equals(actual, value(e, script));
            default -> Objects.equals(actual, value(e, script));
        };
    }

    private static boolean floatMatches(String text, int bits) {
        return switch (text) {
            case "nan:canonical" -> (bits & 0x7fffffff) == 0x7fc00000;
            case "nan:arithmetic" -> (bits & 0x7fc00000) == 0x7fc00000;
            default -> bits == Integer.parseUnsignedInt(text);
        };
    }

    private static boolean doubleMatches(String text, long bits) {
        return switch (text) {
            case "nan:canonical" -> (bits & 0x7fffffffffffffffL) == 0x7ff8000000000000L;
            case "nan:arithmetic" -> (bits & 0x7ff8000000000000L) == 0x7ff8000000000000L;
            default -> bits == Long.parseUnsignedLong(text);
        };
    }
}

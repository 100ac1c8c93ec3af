// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.suite;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.wsh.engine.runtime.Array;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.GcObject;
import org.wsh.engine.runtime.I31;
import org.wsh.engine.runtime.Struct;
import org.wsh.engine.runtime.V128;

/** The suite's values: arguments made, results compared bit by bit. */
final class Matching {
    private Matching() {}

    static Object value(Map<String, Object> v, Script script) {
        String text = v.get("value") instanceof String s ? s : null;
        return switch ((String) v.get("type")) {
            case "i32" -> Integer.parseInt(text);
            case "i64" -> Long.parseLong(text);
            case "f32" -> Float.intBitsToFloat(Integer.parseUnsignedInt(text));
            case "f64" -> Double.longBitsToDouble(Long.parseUnsignedLong(text));
            case "v128" -> vector(v);
            case "externref", "anyref" -> text.equals("null") ? null : script.hostReference(text);
            case "funcref", "exnref", "structref", "arrayref", "i31ref", "eqref" -> null;
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
            case "v128" -> actual instanceof V128 v && vectorMatches(e, v);
            case "either" -> ((List<Map<String, Object>>) e.get("values")).stream().anyMatch(alternative -> matches(alternative, actual, script));
            case "refnull", "nullref", "nullfuncref", "nullexternref", "nullexnref" -> actual == null;
            case "funcref" -> text == null ? actual instanceof FunctionRef : actual == null;
            case "structref" -> actual instanceof Struct;
            case "arrayref" -> actual instanceof Array;
            case "i31ref" -> actual instanceof I31;
            case "eqref" -> actual instanceof GcObject || actual instanceof I31;
            case "externref", "anyref", "exnref" -> text == null ? actual != null : Objects.equals(actual, value(e, script));
            default -> Objects.equals(actual, value(e, script));
        };
    }

    private static int laneBits(Map<String, Object> v) {
        return Integer.parseInt(((String) v.get("lane_type")).substring(1));
    }

    private static V128 vector(Map<String, Object> v) {
        int bits = laneBits(v);
        var halves = new long[2];
        int at = 0;
        for (Object lane : (List<?>) v.get("value")) {
            long x = bits == 64 && ((String) lane).charAt(0) != '-' ? Long.parseUnsignedLong((String) lane) : Long.parseLong((String) lane);
            halves[at / 64] |= (bits == 64 ? x : x & (1L << bits) - 1) << at % 64;
            at += bits;
        }
        return V128.of(halves[0], halves[1]);
    }

    private static boolean vectorMatches(Map<String, Object> expected, V128 actual) {
        var lanes = (List<?>) expected.get("value");
        boolean floats = ((String) expected.get("lane_type")).startsWith("f");
        if (!floats) {
            return vector(expected).equals(actual);
        }
        boolean all = true;
        for (int i = 0; i < lanes.size(); i++) {
            String lane = (String) lanes.get(i);
            all &= lanes.size() == 2 ? doubleMatches(lane, i == 0 ? actual.low() : actual.high())
                    : floatMatches(lane, (int) ((i < 2 ? actual.low() : actual.high()) >>> i % 2 * 32));
        }
        return all;
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

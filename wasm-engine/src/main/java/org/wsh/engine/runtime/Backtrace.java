// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.wsh.engine.binary.NameSection;
import org.wsh.engine.debug.SourceLine;
import org.wsh.engine.debug.SourceLines;
import org.wsh.engine.syntax.Declarations;

/**
 * The guest's functions on the stack when it trapped, innermost first, at most {@link #MOST_FRAMES} of them.
 *
 * @param more      how many guest frames follow that are not listed
 * @param truncated whether the JVM recorded only the innermost frames, so that there were more still
 */
public record Backtrace(List<Frame> frames, int more, boolean truncated) {
    public static final int MOST_FRAMES = 64;
    private static final int LONGEST_NAME = 200;

    /**
     * @param function its index in its module
     * @param name     as the name section has it, or null
     * @param offset   of the instruction in the module's bytes, or -1
     * @param source   its source line, or null
     */
    public record Frame(int function, String name, long offset, SourceLine source) {
        /** {@code fib (fib.c:12) [function 3, offset 0x1a4]}. */
        @Override
        public String toString() {
            var text = new StringBuilder(name == null ? "function " + function : printable(name));
            if (source != null) {
                text.append(" (").append(printable(source.file())).append(':').append(source.line()).append(')');
            }
            text.append(" [");
            if (name != null) {
                text.append("function ").append(function);
            }
            if (offset >= 0) {
                text.append(name != null ? ", " : "").append("offset 0x").append(Long.toHexString(offset));
            }
            return name == null && offset < 0 ? text.substring(0, text.length() - 2) : text.append(']').toString();
        }
    }

    /** A name comes from the guest and goes to a terminal: no control characters, no endless ones. */
    static String printable(String name) {
        var text = new StringBuilder();
        name.codePoints().limit(LONGEST_NAME).forEach(c -> text.appendCodePoint(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c));
        return name.length() > LONGEST_NAME ? text.append('…').toString() : text.toString();
    }

    /** A line for each frame: {@code   at fib (fib.c:12) [function 3, offset 0x1a4]}. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        for (var frame : frames) {
            lines.add("  at " + frame);
        }
        if (more > 0 || truncated) {
            lines.add("  … " + (truncated ? "more than " : "") + "%,d more".formatted(more));
        }
        return lines;
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }

    static Backtrace of(StackTraceElement[] trace, TraceParts parts) {
        var places = new ArrayList<Place>();
        int[] functions = GuestFrames.functions(trace);
        int boundary = 0, interpreted = 0, more = 0;
        for (int i = 0; i < trace.length; i++) {
            if (GuestFrames.isBoundary(trace[i])) {
                boundary++;
            }
            int function = functions[i];
            if (function < 0) {
                continue;
            }
            boolean byInterpreter = i > 0 && GuestFrames.isInterpreter(trace[i - 1]);
            if (places.size() == MOST_FRAMES) {
                more++;
                continue;
            }
            Declarations module = parts.module(boundary);
            var position = byInterpreter ? parts.position(interpreted++) : null;
            int loopLine = position == null ? -1 : GuestFrames.loopLine(trace, i);
            places.add(new Place(module, function, position != null && loopLine < 0 ? position.offset()
                    : compiledOffset(module, function, loopLine >= 0 ? loopLine : GuestFrames.line(trace, i))));
        }
        boolean truncated = more > 0 && !GuestFrames.isComplete(trace);
        return new Backtrace(resolve(places), more, truncated);
    }

    /** Of what a frame is, before its names are looked up; {@code module} may be null. */
    private record Place(Declarations module, int function, long offset) {}

    private static long compiledOffset(Declarations module, int function, int line) {
        int body = module == null ? -1 : function - module.importedFunctions();
        if (line < 0 || body < 0 || body >= module.bodyStarts().length) {
            return -1;
        }
        int start = module.bodyStarts()[body];
        return start + CodeLines.offset(line, module.bodyEnds()[body] - start);
    }

    private static List<Frame> resolve(List<Place> places) {
        Map<Declarations, NameSection> names = new IdentityHashMap<>();
        Map<Declarations, Map<Long, SourceLine>> sources = new IdentityHashMap<>();
        for (var place : places) {
            if (place.module != null && !names.containsKey(place.module)) {
                names.put(place.module, NameSection.of(place.module));
                sources.put(place.module, sources(place.module, places));
            }
        }
        return places.stream().map(p -> p.module == null ? new Frame(p.function, null, p.offset, null)
                : new Frame(p.function, names.get(p.module).find(p.function), p.offset, sources.get(p.module).get(p.offset))).toList();
    }

    private static Map<Long, SourceLine> sources(Declarations module, List<Place> places) {
        long[] offsets = places.stream().filter(p -> p.module == module && p.offset >= 0).mapToLong(p -> p.offset).distinct().toArray();
        var found = SourceLines.find(module, offsets);
        var map = new java.util.HashMap<Long, SourceLine>();
        for (int i = 0; i < offsets.length; i++) {
            map.put(offsets[i], found[i]);
        }
        return map;
    }
}

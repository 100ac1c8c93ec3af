// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import static org.wsh.engine.syntax.ValueType.*;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.wsh.engine.syntax.FunctionType;

/**
 * A valid module made of a seed: functions f0, f1, … of random types and bodies, one memory, one table, globals, segments, and host functions to call. Every run of it ends: a global counts
 * function entries and uncounted loops down, and traps at 0. Of what the spec leaves open (the bits of NaNs) nothing can be observed.
 *
 * <p>Each statement and expression has a number; those in {@code dropped} are left out, or replaced by a constant: that makes a finding small.
 */
final class RandomModule {
    static final int[] NUMBERS = {I32, I64, F32, F64};
    static final int FUEL = 0, FUEL_AT_FIRST = 300;     // the global
    static final int PAGES = 1, MOST_PAGES = 3, TABLE_SIZE = 8, DATA_SEGMENTS = 2, ELEMENT_SEGMENTS = 2;

    final Random random;
    final BitSet dropped;
    int nodes;
    /** Whether a body has a loop that counts. */
    boolean counts;
    final boolean uncounted;
    final List<FunctionType> types = new ArrayList<>();
    final List<FunctionType> functions = new ArrayList<>();     // imports first
    final int imported;
    final List<FunctionType> tags = new ArrayList<>();          // for each, its type and the type of a block that gives what it carries are in types
    final List<Integer> globals = new ArrayList<>(List.of(I32));
    final byte[] bytes;

    RandomModule(long seed, BitSet dropped) {
        this.random = new Random(seed);
        this.dropped = dropped;
        uncounted = chance(30);
        types.add(new FunctionType(new int[0], new int[0]));
        for (int i = 2 + random.nextInt(6); i > 0; i--) {
            types.add(new FunctionType(valueTypes(4), valueTypes(random.nextInt(3) == 0 ? 4 : 2)));
        }
        if (random.nextInt(30) == 0) {      // more parameters than the JVM has
            int[] many = new int[126 + random.nextInt(30)];
            java.util.Arrays.setAll(many, i -> i < 125 ? chance(50) ? I64 : F64 : valueType());
            types.add(new FunctionType(many, valueTypes(4)));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            int[] payload = valueTypes(3);
            tags.add(new FunctionType(payload, new int[0]));
            types.add(tags.getLast());
            types.add(new FunctionType(new int[0], payload));
        }
        imported = random.nextInt(3);
        for (int i = imported + 1 + random.nextInt(6); i > 0; i--) {
            functions.add(pick(types));
        }
        if (functions.size() == imported) {
            functions.add(types.get(0));
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            globals.add(valueType());
        }
        bytes = write();
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int valueType() {
        int n = random.nextInt(20);
        return n == 0 ? FUNCREF : n == 1 ? V128 : n == 2 ? ANYREF : NUMBERS[n % 4];
    }

    private int[] valueTypes(int most) {
        var list = new int[random.nextInt(most + 1)];
        for (int i = 0; i < list.length; i++) {
            list[i] = valueType();
        }
        return list;
    }

    private static void typeList(CodeWriter out, int n, java.util.function.IntUnaryOperator at) {
        out.u32(n);
        for (int i = 0; i < n; i++) {
            out.u8(at.applyAsInt(i));
        }
    }

    private byte[] write() {
        var bodies = new CodeWriter().u32(functions.size() - imported);
        for (int f = imported; f < functions.size(); f++) {
            byte[] body = new RandomBody(this, f).write();
            bodies.u32(body.length).bytes(body);
        }
        var typeSection = new CodeWriter().u32(types.size() + RandomObjects.COUNT);
        for (var t : types) {
            typeSection.u8(0x60);
            typeList(typeSection, t.parameterCount(), t::parameter);
            typeList(typeSection, t.resultCount(), t::result);
        }
        RandomObjects.types(typeSection, types.size());
        var imports = new CodeWriter().u32(imported);
        var declared = new CodeWriter().u32(functions.size() - imported);
        var exports = new CodeWriter().u32(functions.size() - imported + 2 + globals.size());
        for (int f = 0; f < functions.size(); f++) {
            if (f < imported) {
                imports.name("env").name("h" + f).u8(0).u32(types.indexOf(functions.get(f)));
            } else {
                declared.u32(types.indexOf(functions.get(f)));
                exports.name("f" + (f - imported)).u8(0).u32(f);
            }
        }
        exports.name("memory").u8(2).u8(0).name("table").u8(1).u8(0);
        var globalSection = new CodeWriter().u32(globals.size());
        for (int g = 0; g < globals.size(); g++) {
            globalSection.u8(globals.get(g)).u8(1);
            if (g == FUEL) {
                globalSection.u8(0x41).s64(FUEL_AT_FIRST);
            } else {
                RandomBody.zero(globalSection, globals.get(g));
            }
            globalSection.u8(0x0b);
            exports.name("g" + g).u8(3).u32(g);
        }
        var out = new CodeWriter().fixed(0x0000_0001_6d73_6100L, 8);
        out.section(1, typeSection).section(2, imports).section(3, declared);
        out.section(4, new CodeWriter().u32(1).u8(FUNCREF).u8(1).u32(TABLE_SIZE).u32(2 * TABLE_SIZE));
        out.section(5, new CodeWriter().u32(1).u8(1).u32(PAGES).u32(MOST_PAGES));
        var tagSection = new CodeWriter().u32(tags.size());
        tags.forEach(t -> tagSection.u8(0).u32(types.indexOf(t)));
        if (!tags.isEmpty()) {
            out.section(13, tagSection);
        }
        out.section(6, globalSection).section(7, exports).section(9, elements());
        out.section(12, new CodeWriter().u32(DATA_SEGMENTS)).section(10, bodies).section(11, data());
        return out.toArray();
    }

    /** An active and a passive segment; between them they declare every function. */
    private CodeWriter elements() {
        var out = new CodeWriter().u32(ELEMENT_SEGMENTS);
        out.u8(0).u8(0x41).u8(0).u8(0x0b).u32(TABLE_SIZE - 2);
        for (int i = 0; i < TABLE_SIZE - 2; i++) {
            out.u32(random.nextInt(functions.size()));
        }
        out.u8(1).u8(0).u32(functions.size());
        for (int i = 0; i < functions.size(); i++) {
            out.u32(i);
        }
        return out;
    }

    private CodeWriter data() {
        var out = new CodeWriter().u32(DATA_SEGMENTS);
        var some = new byte[100];
        random.nextBytes(some);
        out.u8(0).u8(0x41).u8(16).u8(0x0b).u32(some.length).bytes(some);
        return out.u8(1).u32(some.length).bytes(some);
    }
}

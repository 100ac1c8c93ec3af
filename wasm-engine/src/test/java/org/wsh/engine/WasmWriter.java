// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes small modules for tests, section by section. Bodies are given as ints, each a byte, without the final end. */
public final class WasmWriter {
    public static final int I32 = 0x7f, I64 = 0x7e;
    private final List<byte[]> types = new ArrayList<>(), imports = new ArrayList<>(), functions = new ArrayList<>(), memories = new ArrayList<>(),
            tables = new ArrayList<>(), exports = new ArrayList<>(), elements = new ArrayList<>(), bodies = new ArrayList<>();
    private final List<byte[]> tags = new ArrayList<>();
    private int importedFunctions, importedTags;
    private byte[] start = {};

    public static byte[] bytes(int... values) {
        var b = new byte[values.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = (byte) values[i];
        }
        return b;
    }

    public static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] p : parts) {
            out.writeBytes(p);
        }
        return out.toByteArray();
    }

    public static byte[] u32(long n) {
        var out = new ByteArrayOutputStream();
        do {
            int b = (int) (n & 0x7f);
            n >>>= 7;
            out.write(n != 0 ? b | 0x80 : b);
        } while (n != 0);
        return out.toByteArray();
    }

    /** {@code i32.const n}. */
    public static byte[] constant(int n) {
        var out = new ByteArrayOutputStream();
        out.write(0x41);
        for (boolean more = true; more; ) {
            int b = n & 0x7f;
            n >>= 7;
            more = !(n == 0 && (b & 0x40) == 0 || n == -1 && (b & 0x40) != 0);
            out.write(more ? b | 0x80 : b);
        }
        return out.toByteArray();
    }

    public static byte[] repeat(int n, int... values) {
        byte[] once = bytes(values);
        var out = new ByteArrayOutputStream(n * once.length);
        for (int i = 0; i < n; i++) {
            out.writeBytes(once);
        }
        return out.toByteArray();
    }

    private static byte[] name(String s) {
        byte[] b = s.getBytes(StandardCharsets.UTF_8);
        return join(u32(b.length), b);
    }

    public int type(int[] parameters, int... results) {
        types.add(join(bytes(0x60), u32(parameters.length), bytes(parameters), u32(results.length), bytes(results)));
        return types.size() - 1;
    }

    /** A type as it is written. */
    public int type(byte[] written) {
        types.add(written);
        return types.size() - 1;
    }

    /** The same for several; a group counts as one, so the index of what follows is the caller's to know. */
    public WasmWriter types(byte[]... written) {
        types.addAll(List.of(written));
        return this;
    }

    public int importFunction(String module, String name, int type) {
        imports.add(join(name(module), name(name), bytes(0), u32(type)));
        return importedFunctions++;
    }

    public int importTag(String module, String name, int type) {
        imports.add(join(name(module), name(name), bytes(4, 0), u32(type)));
        return importedTags++;
    }

    public int tag(int type) {
        tags.add(join(bytes(0), u32(type)));
        return importedTags + tags.size() - 1;
    }

    /** Imports a table of functions. */
    public WasmWriter importTable(String module, String name, long minimum) {
        imports.add(join(name(module), name(name), bytes(1, 0x70, 0), u32(minimum)));
        return this;
    }

    public WasmWriter memory(long minimum) {
        memories.add(join(bytes(0), u32(minimum)));
        return this;
    }

    public WasmWriter memory(long minimum, long maximum) {
        memories.add(join(bytes(1), u32(minimum), u32(maximum)));
        return this;
    }

    /** With any flags: 1 = has a maximum, 2 = shared, 4 = 64-bit. */
    public WasmWriter memory(int flags, long minimum, long maximum) {
        memories.add(limits(flags, minimum, maximum));
        return this;
    }

    /** To be called before anything else is imported or defined. */
    public WasmWriter importMemory(String module, String name, int flags, long minimum, long maximum) {
        imports.add(join(name(module), name(name), bytes(2), limits(flags, minimum, maximum)));
        return this;
    }

    private static byte[] limits(int flags, long minimum, long maximum) {
        return join(bytes(flags), u32(minimum), (flags & 1) != 0 ? u32(maximum) : new byte[0]);
    }

    public WasmWriter table(long minimum) {
        tables.add(join(bytes(0x70, 0), u32(minimum)));
        return this;
    }

    /** Puts functions at the start of table 0. */
    public WasmWriter elements(int... list) {
        return elementsAt(0, list);
    }

    public WasmWriter elementsAt(int offset, int... list) {
        byte[] all = join(bytes(0), constant(offset), bytes(0x0b), u32(list.length));
        for (int f : list) {
            all = join(all, u32(f));
        }
        elements.add(all);
        return this;
    }

    /** Adds a function with i32 locals, exported by {@code name} if that is not null; returns its index. */
    public int function(String name, int type, int locals, byte[]... code) {
        return function(name, type, locals == 0 ? bytes(0) : join(bytes(1), u32(locals), bytes(I32)), code);
    }

    /** The same with locals as they are written. */
    public int function(String name, int type, byte[] locals, byte[]... code) {
        byte[] body = join(locals, join(code), bytes(0x0b));
        functions.add(u32(type));
        bodies.add(join(u32(body.length), body));
        int index = importedFunctions + functions.size() - 1;
        if (name != null) {
            export(name, 0, index);
        }
        return index;
    }

    public WasmWriter export(String name, int kind, int index) {
        exports.add(join(name(name), bytes(kind), u32(index)));
        return this;
    }

    public WasmWriter start(int function) {
        start = u32(function);
        return this;
    }

    private static byte[] section(int id, byte[] content) {
        return content.length == 0 ? content : join(bytes(id), u32(content.length), content);
    }

    private static byte[] section(int id, List<byte[]> entries) {
        return entries.isEmpty() ? new byte[0] : section(id, join(u32(entries.size()), join(entries.toArray(new byte[0][]))));
    }

    public byte[] write() {
        return join(bytes(0, 'a', 's', 'm', 1, 0, 0, 0), section(1, types), section(2, imports), section(3, functions), section(4, tables),
                section(5, memories), section(13, tags), section(7, exports), section(8, start), section(9, elements), section(10, bodies));
    }
}

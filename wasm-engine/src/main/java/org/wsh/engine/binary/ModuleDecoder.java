// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import java.util.ArrayList;
import java.util.BitSet;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.Declarations.CustomSection;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.Limits;
import org.wsh.engine.syntax.MalformedModule;

/** The module chapter of the binary format: header and sections in order. Each section is decoded by its own method elsewhere. */
public final class ModuleDecoder {
    /** Where a section stands in the prescribed order, by its id: the data count (12) comes before the code (10), the tags (13) after the memories (5). */
    private static final byte[] ORDER = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6};

    /** Further custom sections are as if not there: an empty one takes three bytes of the file, and much more of ours. */
    private static final int MOST_CUSTOMS = 10_000;

    private final ByteReader in;
    private final TypeSections types;
    private final ImportSections imports;
    private final SegmentSections segments;
    private final Limits limits;
    private final ArrayList<CustomSection> customs = new ArrayList<>();

    // What the small sections hold.
    private int start = -1;
    private int dataCount = -1;
    private int[] bodyStarts = {}, bodyEnds = {};
    private boolean codeSeen, dataSeen;

    private ModuleDecoder(byte[] bytes, Limits limits) {
        this.in = new ByteReader(bytes, 0, bytes.length);
        this.limits = limits;
        this.types = new TypeSections(in, limits);
        this.imports = new ImportSections(in, limits, types);
        this.segments = new SegmentSections(in, limits, types);
    }

    public static Declarations decode(byte[] bytes, Limits limits) {
        if (bytes.length > limits.moduleBytes()) {
            throw new InvalidModule("module of " + bytes.length + " bytes, the limit is " + limits.moduleBytes(), 0);
        }
        return new ModuleDecoder(bytes, limits).module();
    }

    private Declarations module() {
        header();
        int last = 0;
        while (!in.atEnd()) {
            int at = in.position;
            int id = in.u8();
            int size = in.u32();
            if (size < 0 || size > in.end - in.position) {
                throw new MalformedModule("unexpected end: truncated, section " + id + " of " + Integer.toUnsignedString(size)
                        + " bytes needs more than the " + (in.end - in.position) + " left (length out of bounds)", at);
            }
            int fileEnd = in.end;
            in.end = in.position + size;
            if (id == 0) {
                String name = in.name();
                if (customs.size() < MOST_CUSTOMS) {
                    customs.add(new CustomSection(name, in.position, in.end));
                }
                in.position = in.end;
            } else {
                if (id >= ORDER.length) {
                    throw new MalformedModule("malformed section id " + id, at);
                }
                if (ORDER[id] <= last) {
                    throw new MalformedModule("unexpected content after last section (section " + id + " out of order or twice)", at);
                }
                last = ORDER[id];
                section(id);
                if (in.position != in.end) {
                    throw new MalformedModule("section size mismatch", in.position);
                }
            }
            in.end = fileEnd;
        }
        return declarations();
    }

    private void header() {
        if (in.bytes.length < 4 || in.fixed32() != 0x6d736100) {
            throw NotWasm.describe(in.bytes);
        }
        if (in.bytes.length < 8) {
            throw new MalformedModule("unexpected end: truncated WebAssembly module (unknown binary version)", 4);
        }
        int version = in.fixed32();
        if (version != 1) {
            throw new MalformedModule(version >>> 16 == 1 ? "unknown binary version: a component, not a core module"
                    : "unknown binary version " + version, 4);
        }
    }

    private void section(int id) {
        switch (id) {
            case 1 -> types.types();
            case 2 -> imports.imports();
            case 3 -> imports.functions();
            case 4 -> imports.tables();
            case 5 -> imports.memories();
            case 6 -> imports.globals();
            case 7 -> imports.exports();
            case 8 -> start = in.count("start function");
            case 9 -> segments.elements();
            case 10 -> code();
            case 11 -> {
                dataSeen = true;
                segments.data(dataCount);
            }
            case 13 -> imports.tags();
            default -> dataCount = in.count("data count");
        }
    }

    /** Bodies are only located; whoever needs one reads it. */
    private void code() {
        codeSeen = true;
        int n = in.vector("functions", limits.functions());
        checkBodies(n);
        bodyStarts = new int[n];
        bodyEnds = new int[n];
        for (int i = 0; i < n; i++) {
            int at = in.position;
            int size = in.count("function body");
            if (size > limits.bodyBytes()) {
                throw new InvalidModule("function body of " + size + " bytes, the limit is " + limits.bodyBytes(), at);
            }
            bodyStarts[i] = in.position;
            in.skip(size);
            bodyEnds[i] = in.position;
        }
    }

    private void checkBodies(int bodies) {
        if (bodies != imports.definedFunctions()) {
            throw new MalformedModule("function and code section have inconsistent lengths", in.position);
        }
    }

    private Declarations declarations() {
        if (!codeSeen) {
            checkBodies(0);
        }
        if (!dataSeen && dataCount > 0) {
            throw new MalformedModule("data count and data section have inconsistent lengths", in.position);
        }
        var declared = new BitSet();
        declareFunctions(declared);
        return new Declarations(in.bytes, types.defined, types.types, types.canonical, imports.imports.toArray(new org.wsh.engine.syntax.Import[0]),
                imports.importedFunctions, imports.importedTables, imports.importedMemories, imports.importedGlobals, imports.importedTags,
                imports.functionTypes(), imports.tables.toArray(new org.wsh.engine.syntax.TableType[0]),
                imports.memories.toArray(new org.wsh.engine.syntax.MemoryType[0]),
                imports.globals.toArray(new org.wsh.engine.syntax.GlobalType[0]), imports.tags.toArray(new org.wsh.engine.syntax.TagType[0]), imports.initialisers, imports.tableInitialisers,
                imports.resolvedExports(), start, segments.elements, segments.data, dataCount, bodyStarts, bodyEnds,
                customs.toArray(new CustomSection[0]), declared);
    }

    private void declareFunctions(BitSet declared) {
        imports.declareExported(declared);
        ConstantExpressions.declare(in.bytes, imports.initialisers, declared);
        ConstantExpressions.declare(in.bytes, imports.tableInitialisers, declared);
        for (var segment : segments.elements) {
            if (segment.functions() != null) {
                for (int f : segment.functions()) {
                    declared.set(Math.min(f, limits.functions() + limits.imports()));
                }
            } else {
                ConstantExpressions.declare(in.bytes, segment.expressions(), declared);
            }
        }
    }
}

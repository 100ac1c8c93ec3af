// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import java.util.ArrayList;
import java.util.BitSet;
import org.wsh.engine.syntax.Export;
import org.wsh.engine.syntax.ExternKind;
import org.wsh.engine.syntax.ExternType;
import org.wsh.engine.syntax.GlobalType;
import org.wsh.engine.syntax.Import;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.Limits;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.MemoryType;
import org.wsh.engine.syntax.TableType;
import org.wsh.engine.syntax.TagType;

/** The sections that fill the index spaces (import, function, table, memory, tag, global), and the one that names them (export). */
final class ImportSections {
    private static final ExternKind[] KINDS = ExternKind.values();

    private final ByteReader in;
    private final Limits limits;
    private final TypeSections types;

    final ArrayList<Import> imports = new ArrayList<>();
    final ArrayList<TableType> tables = new ArrayList<>();
    final ArrayList<MemoryType> memories = new ArrayList<>();
    final ArrayList<GlobalType> globals = new ArrayList<>();
    final ArrayList<TagType> tags = new ArrayList<>();
    int importedFunctions, importedTables, importedMemories, importedGlobals, importedTags;
    int[] initialisers = {}, tableInitialisers = {};
    private int[] importedTypes = {};
    private int[] functionTypes;
    private Export[] exports = {};
    private int[] exportPositions = {};

    ImportSections(ByteReader in, Limits limits, TypeSections types) {
        this.in = in;
        this.limits = limits;
        this.types = types;
    }

    void imports() {
        int n = in.vector("imports", limits.imports());
        importedTypes = new int[n];
        for (int i = 0; i < n; i++) {
            String module = in.name();
            String name = in.name();
            int at = in.position;
            int code = in.u8();
            ExternType type = switch (code) {
                case 0 -> {
                    int t = types.functionType();
                    importedTypes[importedFunctions++] = t;
                    yield types.types[t];
                }
                case 1 -> {
                    tables.add(types.tableType());
                    importedTables++;
                    yield tables.getLast();
                }
                case 2 -> {
                    addMemory();
                    importedMemories++;
                    yield memories.getLast();
                }
                case 3 -> {
                    globals.add(types.globalType());
                    importedGlobals++;
                    yield globals.getLast();
                }
                case 4 -> {
                    tags.add(tagType());
                    importedTags++;
                    yield tags.getLast();
                }
                default -> throw new MalformedModule("malformed import kind " + code, at);
            };
            imports.add(new Import(module, name, KINDS[code], type));
        }
    }

    void functions() {
        int n = in.vector("functions", limits.functions());
        functionTypes = java.util.Arrays.copyOf(importedTypes, importedFunctions + n);
        for (int i = 0; i < n; i++) {
            functionTypes[importedFunctions + i] = types.functionType();
        }
    }

    int[] functionTypes() {
        return functionTypes != null ? functionTypes : java.util.Arrays.copyOf(importedTypes, importedFunctions);
    }

    int definedFunctions() {
        return functionTypes == null ? 0 : functionTypes.length - importedFunctions;
    }

    void tables() {
        int n = in.vector("tables", limits.tables());
        tableInitialisers = new int[n];
        for (int i = 0; i < n; i++) {
            boolean initialised = in.peek() == 0x40;
            if (initialised) {
                in.u8();
                if (in.u8() != 0) {
                    throw new MalformedModule("malformed table", in.position - 1);
                }
            }
            tables.add(types.tableType());
            tableInitialisers[i] = initialised ? ConstantExpressions.skip(in) : -1;
        }
    }

    void memories() {
        int n = in.vector("memories", limits.memories());
        for (int i = 0; i < n; i++) {
            addMemory();
        }
    }

    private void addMemory() {
        if (memories.size() == limits.memories()) {
            throw new InvalidModule("more than " + limits.memories() + " memories: that is the limit", in.position);
        }
        memories.add(types.memoryType());
    }

    void tags() {
        int n = in.vector("tags", limits.tables());
        for (int i = 0; i < n; i++) {
            tags.add(tagType());
        }
    }

    private TagType tagType() {
        int at = in.position;
        int attribute = in.u8();
        if (attribute != 0) {
            throw new MalformedModule("malformed tag attribute " + attribute, at);
        }
        return new TagType(types.defined.get(types.functionType()));
    }

    void globals() {
        int n = in.vector("globals", limits.globals());
        initialisers = new int[n];
        for (int i = 0; i < n; i++) {
            globals.add(types.globalType());
            initialisers[i] = ConstantExpressions.skip(in);
        }
    }

    void exports() {
        int n = in.vector("exports", limits.exports());
        exports = new Export[n];
        exportPositions = new int[n];
        for (int i = 0; i < n; i++) {
            exportPositions[i] = in.position;
            String name = in.name();
            int at = in.position;
            int code = in.u8();
            if (code > 4) {
                throw new MalformedModule("malformed export kind " + code, at);
            }
            exports[i] = new Export(name, KINDS[code], in.count("export"), null);
        }
    }

    /** Exports with their types, which are only known once all sections are read. Here too names must differ and indices exist. */
    Export[] resolvedExports() {
        var names = new java.util.HashSet<String>(exports.length * 2);
        int[] functions = functionTypes();
        for (int i = 0; i < exports.length; i++) {
            Export e = exports[i];
            int index = e.index();
            int size = switch (e.kind()) {
                case FUNCTION -> functions.length;
                case TABLE -> tables.size();
                case MEMORY -> memories.size();
                case GLOBAL -> globals.size();
                case TAG -> tags.size();
            };
            if (index >= size) {
                throw new InvalidModule("unknown " + e.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + index, exportPositions[i]);
            }
            if (!names.add(e.name())) {
                throw new InvalidModule("duplicate export name \"" + Export.abbreviated(e.name()) + "\"", exportPositions[i]);
            }
            ExternType type = switch (e.kind()) {
                case FUNCTION -> types.types[functions[index]];
                case TABLE -> tables.get(index);
                case MEMORY -> memories.get(index);
                case GLOBAL -> globals.get(index);
                case TAG -> tags.get(index);
            };
            exports[i] = new Export(e.name(), e.kind(), index, type);
        }
        return exports;
    }

    void declareExported(BitSet declared) {
        int functions = functionTypes().length;
        for (Export e : exports) {
            if (e.kind() == ExternKind.FUNCTION && e.index() < functions) {
                declared.set(e.index());
            }
        }
    }
}

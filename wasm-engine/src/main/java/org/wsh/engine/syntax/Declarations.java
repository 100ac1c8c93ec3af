// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/**
 * All that a module says outside its function bodies; bodies, initialisers and custom sections are ranges of {@link #bytes}.
 * Index spaces hold imports first, as in the spec. Nothing here changes after decoding; treat the arrays as read-only.
 *
 * @param definedTypes   the type section
 * @param types          its function types, where equal ones are one object; null at the index of a struct or array
 * @param canonicalTypes for each type index the lowest index of an equal type
 * @param functionTypes  canonical type index of each function, imports first
 * @param initialisers   where the constant expression of each defined global starts
 * @param tableInitialisers the same of the elements of each defined table, or -1 for null
 * @param start          the start function, or -1
 * @param dataCount      what the data count section said, or -1
 * @param bodyStarts     where the body of each defined function starts (its locals), after its size
 * @param declared       functions that occur outside bodies, so that ref.func may name them
 */
public record Declarations(byte[] bytes, DefinedTypes definedTypes, FunctionType[] types, int[] canonicalTypes, Import[] imports,
                           int importedFunctions, int importedTables, int importedMemories, int importedGlobals, int importedTags,
                           int[] functionTypes, TableType[] tables, MemoryType[] memories, GlobalType[] globals, TagType[] tags,
                           int[] initialisers, int[] tableInitialisers, Export[] exports, int start, ElementSegment[] elements,
                           DataSegment[] data, int dataCount, int[] bodyStarts, int[] bodyEnds,
                           CustomSection[] customs, java.util.BitSet declared) {

    public FunctionType functionType(int function) {
        return types[functionTypes[function]];
    }

    /** A function's type with its supertypes. */
    public DefinedType definedType(int function) {
        return definedTypes.get(functionTypes[function]);
    }

    public int functionCount() {
        return functionTypes.length;
    }

    /** How a segment comes into its table or memory. */
    public enum Mode { ACTIVE, PASSIVE, DECLARATIVE }

    /**
     * An element segment: either function indices, or where its constant expressions start.
     *
     * @param offset where the offset expression of an active segment starts
     */
    public record ElementSegment(Mode mode, int table, int offset, int type, int[] functions, int[] expressions, int position) {
        public int length() {
            return functions != null ? functions.length : expressions.length;
        }
    }

    /** A data segment; its bytes are {@code start} to {@code end} of the module's. */
    public record DataSegment(Mode mode, int memory, int offset, int start, int end, int position) {}

    public record CustomSection(String name, int start, int end) {}
}

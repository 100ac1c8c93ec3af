// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.wsh.engine.syntax.StructType;

/**
 * A copy of an instance and of a stack that was captured of it: memories (shared ones too), tables, globals, dropped segments, objects, exceptions, frames. What was one object is one object in the copy; functions of
 * the instance are the copy's; what belongs to the host or to other instances is the same. All is reserved in the copy's ledger before it is made.
 *
 * @param stack in the copy, or null if none was given
 * @param kept  other stacks of the instance (what setjmp has captured), in the copy
 */
public record InstanceCopy(Instance instance, CapturedStack stack, List<CapturedStack> kept) {
    /** @return null if the ledger refused; nothing is left of it then */
    public static InstanceCopy of(Instance original, CapturedStack stack, InstanceOptions options) {
        return of(original, stack, List.of(), options);
    }

    /** The same with other stacks beside, which share what they share with the first. */
    public static InstanceCopy of(Instance original, CapturedStack stack, List<CapturedStack> kept, InstanceOptions options) {
        return new Graph(original, options).copy(stack, kept);
    }

    /** Copies what references lead to, without recursion: a list may be as long as memory is. */
    private static final class Graph {
        private final Instance original;
        private final InstanceOptions options;
        private Instance copy;
        private final Map<Object, Object> known = new IdentityHashMap<>();
        private final ArrayDeque<Object> unfilled = new ArrayDeque<>();     // originals whose copies have no references yet

        Graph(Instance original, InstanceOptions options) {
            this.original = original;
            this.options = options;
        }

        InstanceCopy copy(CapturedStack stack, List<CapturedStack> kept) {
            original.requireOpen();
            long reserve = Instantiation.ownBytes(original.declarations());
            if (!options.ledger().reserve(reserve)) {
                return null;
            }
            var parts = new Instantiation(original.declarations(), options);
            parts.reserved = reserve;
            parts.ownsAll = true;
            boolean complete = memoriesAndTables(parts);
            copy = new Instance(original.library, parts, options);     // from here on it can be closed
            CapturedStack frames = null;
            var others = new ArrayList<CapturedStack>(kept.size());
            try {
                if (complete) {
                    copy.heap.neverCollect(true);
                    state();
                    frames = stack == null ? null : frames(stack);
                    complete = (stack == null || frames != null) && frames(kept, others);
                    fill();
                    copy.heap.neverCollect(false);
                }
            } catch (Trap | OutOfMemoryError refused) {
                complete = false;
                if (frames != null) {
                    frames.close();
                }
            } catch (RuntimeException e) {
                copy.close();       // a frame that has no copy
                throw e;
            }
            if (!complete) {
                others.forEach(CapturedStack::close);
                copy.close();
                return null;
            }
            return new InstanceCopy(copy, frames, others);
        }

        /** @return false if the ledger refused one */
        private boolean frames(List<CapturedStack> stacks, List<CapturedStack> copies) {
            for (CapturedStack each : stacks) {
                CapturedStack copied = frames(each);
                if (copied == null) {
                    return false;
                }
                copies.add(copied);
            }
            return true;
        }

        private boolean memoriesAndTables(Instantiation parts) {
            for (int i = 0; i < parts.memories.length; i++) {
                LinearMemory from = original.memories[i];
                if (!known.containsKey(from)) {
                    LinearMemory to = from.copy(options);
                    if (to == null) {
                        return false;
                    }
                    known.put(from, to);
                }
                parts.memories[i] = (LinearMemory) known.get(from);
            }
            for (int i = 0; i < parts.tables.length; i++) {
                Table from = original.tables[i];
                if (!known.containsKey(from)) {
                    Table to = from.copy(options.ledger());
                    if (to == null) {
                        return false;
                    }
                    known.put(from, to);
                }
                parts.tables[i] = (Table) known.get(from);
            }
            System.arraycopy(original.tags, 0, parts.tags, 0, parts.tags.length);
            System.arraycopy(original.values, 0, parts.values, 0, parts.values.length);
            return true;
        }

        private void state() {
            for (int i = 0; i < original.declarations().importedFunctions(); i++) {
                FunctionRef f = original.imported(i);
                copy.imported(i, f == null ? null : (FunctionRef) of(f));
            }
            for (int i = 0; i < copy.references.length; i++) {
                copy.references[i] = of(original.references[i]);
            }
            for (int i = 0; i < copy.globals.length; i++) {
                Global from = original.globals[i];
                if (i >= original.declarations().importedGlobals()) {
                    copy.globals[i] = from.in(copy.values, copy.references);
                } else if (from.type().mutable()) {
                    copy.globals[i] = (Global) known.computeIfAbsent(from, g -> from.copy(of(from.reference())));
                } else {
                    copy.globals[i] = from;
                }
            }
            for (Table table : copy.tables) {
                table.replaceAll(this::of);
            }
            System.arraycopy(original.droppedData, 0, copy.droppedData, 0, copy.droppedData.length);
            System.arraycopy(original.droppedElements, 0, copy.droppedElements, 0, copy.droppedElements.length);
            for (int i = 0; i < copy.elementValues.length; i++) {
                if (original.elementValues[i] != null && !original.droppedElements[i]) {
                    copy.elementValues[i] = all(original.elementValues[i]);
                }
            }
        }

        private CapturedStack frames(CapturedStack stack) {
            Frame[] from = stack.array();
            long bytes = CapturedStack.bytes(from);
            if (!options.ledger().reserve(bytes)) {
                return null;
            }
            try {
                var to = new Frame[from.length];
                for (int i = 0; i < to.length; i++) {
                    to[i] = frame(from[i]);
                }
                return new CapturedStack(copy, to, bytes);
            } catch (Throwable t) {
                options.ledger().release(bytes);
                throw t;
            }
        }

        private Frame frame(Frame from) {
            return switch (from) {
                case GuestFrame f when f.instance == original -> f.of(copy, all(f.references), all(f.exceptions));
                case GuestFrame f -> throw new IllegalArgumentException(f + " of another instance: its stack can't be copied");
                case HostFrame f -> f.copy(copy);
            };
        }

        private Object[] all(Object[] references) {
            var copies = new Object[references.length];
            for (int i = 0; i < copies.length; i++) {
                copies[i] = of(references[i]);
            }
            return copies;
        }

        /** What a reference is in the copy; an object's own references are filled in later. */
        private Object of(Object reference) {
            return switch (reference) {
                case null -> null;
                case FunctionRef f -> f.instance == original ? copy.function(f.index) : f;
                case GcObject _, WasmException _ -> {
                    Object found = known.get(reference);
                    if (found == null) {
                        found = empty(reference);
                        known.put(reference, found);
                        unfilled.add(reference);
                    }
                    yield found;
                }
                default -> reference;       // unchangeable, or the host's
            };
        }

        private Object empty(Object object) {
            return switch (object) {
                case Struct s -> s.copy(copy.heap);
                case Array a -> a.copy(copy.heap);
                default -> ((WasmException) object).copy(copy.heap);
            };
        }

        private void fill() {
            for (Object from = unfilled.poll(); from != null; from = unfilled.poll()) {
                Object to = known.get(from);
                switch (from) {
                    case Struct s -> {
                        for (int i = ((StructType) s.type.composite()).references() - 1; i >= 0; i--) {
                            ((Struct) to).reference(i, of(s.reference(i)));
                        }
                    }
                    case Array.OfReferences a -> fill(a.elements, ((Array.OfReferences) to).elements);
                    case WasmException e -> fill(e.references, ((WasmException) to).references);
                    default -> { }
                }
            }
        }

        private void fill(Object[] from, Object[] to) {
            for (int i = 0; i < from.length; i++) {
                to[i] = of(from[i]);
            }
        }
    }
}

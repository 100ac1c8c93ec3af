// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/** The guest did what the spec says must abort it. The instance stays whole; most embedders end it. */
public final class Trap extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why, in the spec's words. */
    public enum Kind {
        UNREACHABLE("unreachable"),
        INTEGER_DIVIDE_BY_ZERO("integer divide by zero"),
        INTEGER_OVERFLOW("integer overflow"),
        INVALID_CONVERSION("invalid conversion to integer"),
        OUT_OF_BOUNDS_MEMORY_ACCESS("out of bounds memory access"),
        UNALIGNED_ATOMIC("unaligned atomic"),
        EXPECTED_SHARED_MEMORY("expected shared memory"),
        OUT_OF_BOUNDS_TABLE_ACCESS("out of bounds table access"),
        UNDEFINED_ELEMENT("undefined element"),
        UNINITIALIZED_ELEMENT("uninitialized element"),
        INDIRECT_CALL_TYPE_MISMATCH("indirect call type mismatch"),
        NULL_EXCEPTION_REFERENCE("null exception reference"),
        CALL_STACK_EXHAUSTED("call stack exhausted"),
        NULL_REFERENCE("null reference"),
        NULL_FUNCTION_REFERENCE("null function reference"),
        NULL_STRUCTURE_REFERENCE("null structure reference"),
        NULL_ARRAY_REFERENCE("null array reference"),
        NULL_I31_REFERENCE("null i31 reference"),
        CAST_FAILURE("cast failure"),
        OUT_OF_BOUNDS_ARRAY_ACCESS("out of bounds array access"),
        /** Not in the spec: the ledger or the JVM has no room for a struct or array. */
        OUT_OF_MEMORY("out of memory"),
        /** Not in the spec: a stub was called, see {@link Imports#stubMissingFunctions}. */
        UNKNOWN_IMPORT("unknown import");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    private final Kind kind;
    private final transient TraceParts parts = new TraceParts();

    public Trap(Kind kind) {
        super(kind.words);
        this.kind = kind;
    }

    public Trap(Kind kind, String detail) {
        super(kind.words + ": " + detail);
        this.kind = kind;
    }

    /** A trap that the JVM raised for us as an exception of its own; that exception knows the frames. */
    Trap(Kind kind, Throwable origin) {
        super(kind.words, null, false, true);
        this.kind = kind;
        setStackTrace(origin.getStackTrace());
    }

    /** What {@code t}, thrown by guest code or by a host function that it called, is to the host: a trap, or what the host function threw. */
    public static RuntimeException of(Throwable t) {
        if (t instanceof Trap trap) {
            return trap;
        }
        if (!GuestFrames.raisedByGuest(t)) {
            if (t instanceof RuntimeException e) {
                return e;
            }
            throw (Error) t;
        }
        return switch (t) {
            case ArithmeticException e -> new Trap(Kind.INTEGER_DIVIDE_BY_ZERO, e);
            case StackOverflowError e -> new Trap(Kind.CALL_STACK_EXHAUSTED, e);
            default -> new Trap(Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, t);
        };
    }

    public Kind kind() {
        return kind;
    }

    /** Indices of the guest's functions on the stack, innermost first, as far as the JVM recorded them (its default: 1024 frames). */
    public int[] frames() {
        return GuestFrames.of(getStackTrace());
    }

    /** Where the guest was, for people: function names from the name section, files and lines from DWARF. Read from the module when asked for. */
    public Backtrace backtrace() {
        return Backtrace.of(getStackTrace(), parts);
    }

    /** What a stack trace can't hold, gathered while the trap unwinds. */
    TraceParts parts() {
        return parts;
    }

    /** For the interpreter: the trap left a frame of its own. */
    public void leftInterpreted(TraceParts.Position position) {
        parts.leftInterpreted(position);
    }

    // For generated code: one call each, which leaves something to throw.

    public static RuntimeException unreachable() {
        return new Trap(Kind.UNREACHABLE);
    }

    public static RuntimeException exhausted() {
        return new Trap(Kind.CALL_STACK_EXHAUSTED);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import org.wsh.engine.runtime.Trap.Kind;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.DefinedType;
import org.wsh.engine.syntax.Export;

/**
 * A module instance: one program's memory, tables, globals and the state of its run. Made by {@code Image.instantiate}; belongs to one
 * thread at a time. {@link #close} gives back what was reserved for it.
 */
public final class Instance implements AutoCloseable {
    /** A stack trace costs up to a millisecond. */
    private static final int MOST_TRACED_EXCEPTIONS = 16;

    /** One less than an int holds with slack added: loops charge at their heads, and so are given one more before the first round. */
    private static final int MOST_BUDGET = Integer.MAX_VALUE - 1 - Instance.SLACK;

    /**
     * The most by which polls wait: how far below zero the budget may go at a function's entry and in a loop with neither loops nor calls in it. The call of a poll, however seldom, makes the
     * JIT keep the variables of all loops around it in memory; so the further in, the later, and usually it is an outer loop that polls. Charges are the same everywhere.
     */
    public static final int SLACK = 1 << 20;
    private static final int SLACK_PART = SLACK / 16;
    /** By how many loops are around a loop: in a function that makes calls, and in one that makes none. */
    private static final int[] SLACKS = {0, 3, 6, 9}, SLACKS_OF_LEAVES = {5, 9, 12, 14};

    final CodeLibrary library;
    final Ledger ledger;
    private final Poller poller;
    private Object host;
    private final FunctionRef[] functions;      // by function index; a defined one is made when first asked for
    private final Declarations declarations;
    private final long reserved;                // for this object's own arrays
    private final int firstOwnMemory, firstOwnTable;    // those before are the host's
    private boolean closed;
    private int tracedExceptions;
    final Waiter waiter;
    boolean[] droppedData, droppedElements;
    final Object[][] elementValues;             // of passive segments of expressions, once used
    final Heap heap;

    // Read and written by generated code.
    /** Memory 0 if that is a byte array, else null. */
    public final HeapMemory memory;
    /** The array of memory 0 if that is on the heap: kept the same by it, as code that looks it up in every round of a loop waits for each load of a chain. Read anew after anything that may have grown the memory. */
    public byte[] bytes;
    /** Memory 0 if that is off the heap, else null. */
    public final NativeMemory offHeap;
    /** All memories by index. */
    public final LinearMemory[] memories;
    public final Table[] tables;
    /** Table 0, or null. */
    public final Table table0;
    /** Defined and immutable imported globals that are numbers, by index. */
    public final long[] values;
    /** The same for references. */
    public final Object[] references;
    /** The module's defined types by index; not to be changed. */
    public final DefinedType[] types;
    /** All globals by index; generated code asks here for mutable imported ones. */
    public final Global[] globals;
    public final Tag[] tags;
    /** Whether calls of host functions are told of. */
    public final Watch watch;
    /** Results after the first of a function that has several, by position, until the caller took them. */
    public final long[] results;
    public final Object[] referenceResults;
    /** What the parts of a large body hand each other: see compile's RegionMethod. */
    public long[] spill = {};
    public Object[] referenceSpill = {};
    /** What may still be charged before the next poll; running loops keep it in a JVM local. */
    public int budget;
    /** Bytes of guest frames still allowed, as of the last call out of the guest. */
    public int stack;

    TailCall tail;                              // made at the first tail call
    private final int stackBytes;
    private int barriers;                       // calls into the guest through which no capture can pass; the root's is one
    private long[] vectorFrame;                 // made when first asked for
    private int granted;                        // the budget as of the last poll

    Instance(CodeLibrary library, Instantiation parts, InstanceOptions options) {
        this.library = library;
        this.declarations = library.declarations();
        this.ledger = options.ledger();
        this.poller = options.poller();
        this.host = options.host();
        this.functions = parts.functions;
        this.waiter = options.waiter();
        this.memories = parts.memories;
        this.memory = memories.length > 0 && memories[0] instanceof HeapMemory m ? m : null;
        if (memory != null) {
            memory.use(this);
        }
        this.offHeap = memories.length > 0 && memories[0] instanceof NativeMemory m ? m : null;
        this.tables = parts.tables;
        this.table0 = tables.length > 0 ? tables[0] : null;
        this.values = parts.values;
        this.references = parts.references;
        this.globals = parts.globals;
        this.tags = parts.tags;
        this.results = new long[parts.maxResults];
        this.referenceResults = new Object[parts.maxResults];
        this.droppedData = new boolean[declarations.data().length];
        this.droppedElements = new boolean[declarations.elements().length];
        this.elementValues = new Object[declarations.elements().length][];
        this.heap = new Heap(ledger);
        this.types = declarations.definedTypes().all();
        this.watch = options.watch() == null ? new Watch() : options.watch();
        this.reserved = parts.reserved;
        this.firstOwnMemory = parts.ownsAll ? 0 : declarations.importedMemories();
        this.firstOwnTable = parts.ownsAll ? 0 : declarations.importedTables();
        this.granted = Math.clamp(poller == null ? MOST_BUDGET : options.budget(), 0, MOST_BUDGET);
        this.budget = granted;
        this.stack = options.stackBytes();
        this.stackBytes = options.stackBytes();
    }

    /** What its module says. */
    public Declarations declarations() {
        return declarations;
    }

    /** The code that it shares with the other instances of its image. */
    public CodeLibrary library() {
        return library;
    }

    /** The embedder's context. */
    public Object host() {
        return host;
    }

    /** On the instance's thread, while nothing of it runs: somebody else's from now on (vfork lends an instance to the child). */
    public void setHost(Object newHost) {
        host = newHost;
    }

    /** What its own globals hold now, to be put back by {@link #setGlobals}: a captured stack goes on with the stack pointer it had. */
    public Results globals() {
        return new Results(values.clone(), references.clone());
    }

    /** @param before from {@link #globals()} of this instance */
    public void setGlobals(Results before) {
        System.arraycopy(before.values(), 0, values, 0, values.length);
        System.arraycopy(before.references(), 0, references, 0, references.length);
    }

    /** Memory 0; throws if the module has none. */
    public LinearMemory memory() {
        HeapMemory usual = memory;
        return usual != null ? usual : memory(0);
    }

    /** Memory {@code index}; IllegalArgumentException if there is none. */
    public LinearMemory memory(int index) {
        if (index >= memories.length) {
            throw new IllegalArgumentException("the module has no memory" + (index == 0 ? "" : " " + index));
        }
        return memories[index];
    }

    /** For generated code: room for 16 vectors, used by one innermost loop at a time and by nothing beyond it. */
    public long[] vectorFrame() {
        if (vectorFrame == null) {
            vectorFrame = new long[32];
        }
        return vectorFrame;
    }

    /** Table {@code index}, which the module is known to have. */
    public Table table(int index) {
        return tables[index];
    }

    /** An exported {@link FunctionRef}, {@link LinearMemory}, {@link Table}, {@link Global} or {@link Tag}; null if there is no export of that name. */
    public Object export(String name) {
        for (Export e : declarations.exports()) {
            if (e.name().equals(name)) {
                return export(e);
            }
        }
        return null;
    }

    Object export(Export e) {
        return switch (e.kind()) {
            case FUNCTION -> function(e.index());
            case TABLE -> tables[e.index()];
            case MEMORY -> memories[e.index()];
            case GLOBAL -> globals[e.index()];
            case TAG -> tags[e.index()];
        };
    }

    /** The exported function of that name; throws IllegalArgumentException if there is none. */
    public FunctionRef function(String name) {
        if (export(name) instanceof FunctionRef function) {
            return function;
        }
        throw new IllegalArgumentException("no exported function \"" + name + "\"");
    }

    /** The function with that index, which generated code knows to exist. */
    public FunctionRef function(int index) {
        FunctionRef f = functions[index];
        if (f == null) {
            f = new FunctionRef(this, index, declarations.definedType(index));
            functions[index] = f;
        }
        return f;
    }

    /** The imported function as it was given, or null if the code has it as a constant. */
    FunctionRef imported(int index) {
        return functions[index];
    }

    void imported(int index, FunctionRef function) {
        functions[index] = function;
    }

    /** The {@code (i32) -> ()} function at {@code index} of table 0, as signal handlers are named; traps as call_indirect does. */
    public FunctionRef handler(int index) {
        var function = Table.function(index, table0);
        var type = function.type();
        if (type.parameterCount() != 1 || type.parameter(0) != org.wsh.engine.syntax.ValueType.I32 || type.resultCount() != 0) {
            throw new Trap(Kind.INDIRECT_CALL_TYPE_MISMATCH, "(i32) -> () called, function is " + type);
        }
        return function;
    }

    /** Runs the module's start function, if it has one, of an instance that was only allocated. */
    public void runStart() {
        if (declarations.start() >= 0) {
            function(declarations.start()).callVoid();
        }
    }

    // Polls.

    /** For generated code: the budget ran out ({@code left} is negative). Returns the next, which is not negative. */
    public int poll(int left, int depth) {
        if (poller == null) {
            granted = MOST_BUDGET;
            budget = granted;
            return budget;
        }
        do {
            long spent = (long) granted - left;
            // What runs in this instance during the poll (a signal handler) has nothing, so it polls for itself at once.
            granted = 0;
            budget = 0;
            int saved = stack;
            stack = depth;
            long next = Math.clamp(poller.poll(this, spent), 1, MOST_BUDGET);
            stack = saved;
            int unreported = granted - budget;
            granted = (int) next;
            left = granted - unreported;
        } while (left < 0);
        budget = left;
        return left;
    }

    /**
     * How far below zero the budget may go in a loop; it polls below that when it is reached and at each back-edge. A function that makes no calls is most likely called in a loop,
     * so in it loops wait longer than that one would.
     */
    public static int slack(int loopsAround, boolean innermost, boolean makesCalls) {
        int[] slacks = makesCalls ? SLACKS : SLACKS_OF_LEAVES;
        return innermost ? SLACK : slacks[Math.min(loopsAround, slacks.length - 1)] * SLACK_PART;
    }

    /** A poll in the middle of an instruction, where no frame can be taken. Elsewhere it is {@link #poll}. */
    int pollInside(int left, int depth) {
        if (!library.captures()) {
            return poll(left, depth);
        }
        barriers++;
        try {
            return poll(left, depth);
        } finally {
            barriers--;
        }
    }

    /** Before the host is called in the middle of an instruction; returns what {@link #endInside} gets. */
    int beginInside(int depth) {
        int saved = stack;
        stack = depth;
        barriers++;
        return saved;
    }

    void endInside(int saved) {
        barriers--;
        stack = saved;
    }

    /** For generated code without a budget in a local: charges the field. */
    public void charge(int depth) {
        chargeWithSlack(depth, 0);
    }

    /** The same where a poll can wait. */
    public void chargeWithSlack(int depth, int slack) {
        if (--budget < -slack) {
            poll(budget, depth);
        }
    }

    /** The same in the middle of an instruction. */
    public void chargeInside(int depth) {
        if (--budget < 0) {
            pollInside(budget, depth);
        }
    }

    /** The same for what moves or makes a lot. */
    void charge(int units, int depth) {
        budget -= units;
        if (budget < 0) {
            pollInside(budget, depth);
        }
    }

    /** Charged since the last poll, as far as running loops have written it back: exact whenever the host runs. */
    public long spent() {
        return (long) granted - budget;
    }

    /** Another instance goes on with this one's budget on the same thread. */
    void lendBudget(Instance other) {
        other.granted = granted;
        other.budget = budget;
    }

    /** What it has of its own while another lends it a budget. */
    long budgets() {
        return (long) granted << 32 | budget & 0xffff_ffffL;
    }

    void budgets(long own) {
        granted = (int) (own >> 32);
        budget = (int) own;
    }

    // Captures. They pass from the host function that asks for one to the root, the outermost call from the host.

    /** Whether a host function that is being called by the guest, or a poll, may ask for a {@link StackCapture} now. */
    public boolean canBeCaptured() {
        return library.captures() && barriers == 1;
    }

    String whyNotCaptured() {
        return !library.captures() ? "no function that it imports is declared to ask for that" : barriers == 0 ? "it isn't running"
                : "Java code that can't go on from a frame has called it, or a poll is in the middle of an instruction";
    }

    /** A call from the host begins; returns the depth that it may use, for {@link #leave}. */
    int enter() {
        barriers++;
        return TailCall.entryDepth(this);
    }

    int enterResumed() {
        barriers++;
        return stack;
    }

    void leave(int saved) {
        barriers--;
        stack = saved;
    }

    /** A call from another instance of the thread's; returns what {@link #leaveTo} gets. */
    int enterFrom(Instance caller) {
        int saved = barriers;
        barriers = caller.barriers + (caller.library.captures() ? 0 : 1);
        return saved;
    }

    void leaveTo(int saved) {
        barriers = saved;
    }

    /** The call that begins next, of which Java code can go on, is no barrier, unless it is the first. Returns what {@link #leaveTo} gets. */
    int passCaptures() {
        int saved = barriers;
        barriers = Math.max(0, saved - 1);
        return saved;
    }

    /** What the frames on the stack may take as data: by its depth each counts for at least half of that. */
    long mostFrameBytes() {
        return 4096 + 2L * Math.max(0, stackBytes - stack);
    }

    // Parts of large bodies.

    /** For generated code: there shall be a place {@code index}. */
    public void reserveSpill(int index) {
        if (index >= spill.length) {
            spill = java.util.Arrays.copyOf(spill, index + 16);
        }
    }

    public void reserveReferenceSpill(int index) {
        if (index >= referenceSpill.length) {
            referenceSpill = java.util.Arrays.copyOf(referenceSpill, index + 16);
        }
    }

    // Traps.

    /** Whether one more exception may take down where it was thrown. */
    boolean tracesAnother() {
        return tracedExceptions < MOST_TRACED_EXCEPTIONS && ++tracedExceptions > 0;
    }

    /** Where a call into this instance ended: what the JVM raised for the guest as the trap that it is, or an exception that no guest caught. */
    RuntimeException trapFrom(Throwable t) {
        if (t instanceof WasmException exception) {
            exception.left(declarations);
            return exception;
        }
        var e = Trap.of(t);
        if (e instanceof Trap trap) {
            trap.parts().left(declarations);
        }
        return e;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the instance is closed");
        }
    }

    /** Ends the instance: what it reserved is released, exactly once, and its memory can be collected even if the instance is still referred to. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (int i = 0; i < memories.length; i++) {
            Instantiation.letGo(memories[i], i >= firstOwnMemory);
        }
        if (memory != null) {
            memory.forget(this);
        }
        for (int i = firstOwnTable; i < tables.length; i++) {
            if (tables[i] != null) {    // as in a copy that was refused
                tables[i].close();
            }
        }
        heap.close();
        ledger.release(reserved);
    }
}

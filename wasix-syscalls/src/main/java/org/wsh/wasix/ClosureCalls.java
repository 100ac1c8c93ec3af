// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Global;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.JavaFunction;
import org.wsh.engine.runtime.Table;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * WASIX: slots of the function table that are made functions as the program runs. Such a function packs its arguments on the C stack, as call_dynamic takes them, and calls a
 * function of the program, its backing, with their address. The table alone knows what is a closure's: so a fork takes it along.
 */
public final class ClosureCalls {
    private static final int MOST_VALUES = 1000;
    /** So many of the last slots are looked at for one that was given back. */
    private static final int LOOKED_AT = 256;
    private static final FunctionType BACKING = FunctionType.of(new int[] {ValueType.I32, ValueType.I32, ValueType.I32});
    private static final FunctionType NOTHING = FunctionType.of(new int[0]);
    private static final FunctionRef UNPREPARED = FunctionRef.of(NOTHING, ClosureCalls::trap);
    private static final FunctionRef FREE = FunctionRef.of(NOTHING, ClosureCalls::trap);

    private ClosureCalls() {}

    private static Object[] trap(Instance caller, Object[] arguments) {
        throw new Trap(Trap.Kind.UNINITIALIZED_ELEMENT, "a closure that is not prepared was called");
    }

    /** NOTSUP: the program's table cannot grow. */
    public static int closure_allocate(Instance in, int slot) {
        Guest.requireRange(in, slot, 4);
        Table table = DynamicCalls.table(in);
        int found = free(table);
        if (found >= 0) {
            table.set(found, UNPREPARED);
        } else {
            found = table.grow(UNPREPARED, 1);
        }
        if (found < 0) {
            throw new ErrnoException(Errno.ENOTSUP);
        }
        Guest.writeInt(in, slot, found);
        return WasiErrno.SUCCESS;
    }

    private static int free(Table table) {
        for (int i = table.size() - 1; i >= Math.max(0, table.size() - LOOKED_AT); i--) {
            if (table.get(i) == FREE) {
                return i;
            }
        }
        return -1;
    }

    /** May be repeated. INVAL: no slot of closure_allocate, a backing that is no {@code (i32 values, i32 results, i32 user_data) -> ()}, an unknown type. */
    public static int closure_prepare(Instance in, int backing, int slot, int parameters, int parametersLength, int results, int resultsLength, int userData) {
        requireSlot(in, slot);
        if (!DynamicCalls.function(in, backing).type().equals(BACKING)) {
            throw new ErrnoException(Errno.EINVAL);
        }
        if (!(in.export("__stack_pointer") instanceof Global)) {
            throw new ErrnoException(Errno.ENOTSUP);
        }
        FunctionType type = FunctionType.of(types(in, parameters, parametersLength), types(in, results, resultsLength));
        DynamicCalls.table(in).set(slot, FunctionRef.of(type, new Closure(type, backing, userData)));
        return WasiErrno.SUCCESS;
    }

    private static int[] types(Instance in, int at, int length) {
        if (length < 0 || length > MOST_VALUES) {
            throw new ErrnoException(Errno.EINVAL);
        }
        Guest.requireRange(in, at, length);
        int[] types = new int[length];
        for (int i = 0; i < length; i++) {
            types[i] = switch (Guest.readByte(in, at + i)) {
                case 0 -> ValueType.I32;
                case 1 -> ValueType.I64;
                case 2 -> ValueType.F32;
                case 3 -> ValueType.F64;
                case 4 -> throw new ErrnoException(Errno.ENOTSUP);
                default -> throw new ErrnoException(Errno.EINVAL);
            };
        }
        return types;
    }

    public static int closure_free(Instance in, int slot) {
        requireSlot(in, slot);
        DynamicCalls.table(in).set(slot, FREE);
        return WasiErrno.SUCCESS;
    }

    private static void requireSlot(Instance in, int slot) {
        FunctionRef there = DynamicCalls.function(in, slot);
        if (there == FREE || there.instance != null) {
            throw new ErrnoException(Errno.EINVAL);
        }
    }

    /** Knows its backing by index, as whoever calls it may be a fork's child. */
    private record Closure(FunctionType type, int backing, int userData) implements JavaFunction {
        @Override
        public Object[] call(Instance caller, Object[] arguments) {
            if (caller == null || !(caller.export("__stack_pointer") instanceof Global stackPointer)) {
                throw new Trap(Trap.Kind.UNINITIALIZED_ELEMENT, "a closure was called by the host");
            }
            int before = (int) stackPointer.bits();
            int resultsAt = before - 8 * type.resultCount() & -16;
            int valuesAt = resultsAt - 8 * arguments.length & -16;
            try {
                pack(caller, valuesAt, arguments);
                stackPointer.bits(Integer.toUnsignedLong(valuesAt));
                DynamicCalls.function(caller, backing).call(valuesAt, resultsAt, userData);
                return unpack(caller, resultsAt);
            } catch (ErrnoException gone) {
                throw new Trap(Trap.Kind.UNINITIALIZED_ELEMENT, "the function behind a closure has gone");
            } finally {
                stackPointer.bits(Integer.toUnsignedLong(before));
            }
        }

        private static void pack(Instance in, int from, Object[] arguments) {
            int at = from;
            for (Object argument : arguments) {
                switch (argument) {
                    case Integer i -> Guest.writeInt(in, at, i);
                    case Float f -> Guest.writeInt(in, at, Float.floatToRawIntBits(f));
                    case Long l -> Guest.writeLong(in, at, l);
                    case Double d -> Guest.writeLong(in, at, Double.doubleToRawLongBits(d));
                    default -> throw new IllegalStateException("closures have numbers only: " + argument);
                }
                at += argument instanceof Integer || argument instanceof Float ? 4 : 8;
            }
        }

        private Object[] unpack(Instance in, int from) {
            Object[] results = new Object[type.resultCount()];
            int at = from;
            for (int i = 0; i < results.length; i++) {
                int kind = type.result(i);
                results[i] = switch (kind) {
                    case ValueType.I32 -> Guest.readInt(in, at);
                    case ValueType.F32 -> Float.intBitsToFloat(Guest.readInt(in, at));
                    case ValueType.I64 -> Guest.readLong(in, at);
                    default -> Double.longBitsToDouble(Guest.readLong(in, at));
                };
                at += kind == ValueType.I32 || kind == ValueType.F32 ? 4 : 8;
            }
            return results;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.engine.syntax.ValueType.*;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DefinedTypesTest {
    private static SubType struct(int... storages) {
        return struct(true, -1, storages);
    }

    private static SubType struct(boolean isFinal, int supertype, int... storages) {
        var fields = new FieldType[storages.length];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = new FieldType(storages[i], false);
        }
        return new SubType(isFinal, supertype, new StructType(fields));
    }

    private static DefinedTypes of(SubType[]... groups) {
        var builder = new DefinedTypes.Builder();
        for (var group : groups) {
            builder.add(group);
        }
        return builder.types();
    }

    private static SubType[] group(SubType... members) {
        return members;
    }

    private static int ref(int index) {
        return concrete(index);
    }

    @Nested
    class WithinAModule {
        @Test
        void equalGroupsAreOne() {
            var types = of(group(struct(ref(1)), struct(ref(0), I32)), group(struct(ref(3)), struct(ref(2), I32)));
            assertEquals(0, types.canonical(2));
            assertEquals(1, types.canonical(3));
            assertTrue(types.matches(ref(types.canonical(3)), ref(1)));
        }

        @Test
        void groupsThatDifferInOrderDiffer() {
            var types = of(group(struct(ref(1)), struct(ref(0), I32)), group(struct(ref(3), I32), struct(ref(2))));
            assertEquals(2, types.canonical(2));
            assertFalse(types.matches(ref(0), ref(3)));
        }

        @Test
        void aTypeOfAGroupIsNotTheSameTypeAlone() {
            var types = of(group(struct(I32), struct(I64)), group(struct(I32)), group(struct(I64)));
            assertEquals(2, types.canonical(2));
            assertEquals(3, types.canonical(3));
        }

        @Test
        void aReferenceToAnEarlierGroupIsNotOneToItsOwn() {
            var types = of(group(struct(ref(0))), group(struct(ref(0))), group(struct(ref(2))));
            assertEquals(1, types.canonical(1));
            assertEquals(0, types.canonical(2));
        }

        @Test
        void finalAndOpenTypesDiffer() {
            var types = of(group(struct(true, -1, I32)), group(struct(false, -1, I32)));
            assertEquals(1, types.canonical(1));
        }

        @Test
        void subtypesAreTheDeclaredOnesHoweverDeep() {
            var builder = new DefinedTypes.Builder();
            builder.add(struct(false, -1));
            for (int i = 1; i < 40; i++) {
                builder.add(struct(false, i - 1));
            }
            builder.add(struct(false, -1, I32));
            var types = builder.types();
            for (int sub = 0; sub < 40; sub++) {
                for (int sup = 0; sup < 40; sup++) {
                    assertEquals(sup <= sub, types.matches(ref(sub), ref(sup)), sub + " below " + sup);
                }
            }
            assertFalse(types.matches(ref(39), ref(40)));
        }

        @Test
        void abstractHeapTypesFormHierarchies() {
            var types = of(group(struct()), group(new SubType(true, -1, new ArrayType(new FieldType(I8, true)))),
                    group(new SubType(true, -1, FunctionType.of(new int[0]))));
            int[][] below = {{EQREF, ANYREF}, {I31REF, EQREF}, {STRUCTREF, EQREF}, {ARRAYREF, EQREF}, {NULLREF, I31REF}, {NULLREF, STRUCTREF},
                {NULLFUNCREF, FUNCREF}, {NULLEXTERNREF, EXTERNREF}, {NULLEXNREF, EXNREF}, {ref(0), STRUCTREF}, {ref(1), ARRAYREF}, {ref(2), FUNCREF},
                {NULLREF, ref(0)}, {NULLREF, ref(1)}, {NULLFUNCREF, ref(2)}};
            for (int[] row : below) {
                assertTrue(types.matches(row[0], row[1]), name(row[0]) + " below " + name(row[1]));
                assertTrue(types.matches(nonNull(row[0]), row[1]));
                assertFalse(types.matches(row[0], nonNull(row[1])));
                assertFalse(types.matches(row[1], row[0]));
            }
            int[][] apart = {{FUNCREF, ANYREF}, {EXTERNREF, ANYREF}, {ref(0), ARRAYREF}, {ref(2), ANYREF}, {NULLREF, ref(2)}, {NULLFUNCREF, ref(0)}, {I32, ANYREF}};
            for (int[] row : apart) {
                assertFalse(types.matches(row[0], row[1]), name(row[0]) + " below " + name(row[1]));
            }
        }
    }

    @Nested
    class AcrossModules {
        @Test
        void equalGroupsAreEqualWhereverTheyStand() {
            var a = of(group(struct(ref(1)), struct(ref(0), I32)));
            var b = of(group(struct(I64)), group(struct(ref(2)), struct(ref(1), I32)));
            assertTrue(a.get(0).sameAs(b.get(1)));
            assertTrue(a.get(1).sameAs(b.get(2)));
            assertFalse(a.get(0).sameAs(b.get(2)));
            assertTrue(a.matches(ref(1), ref(2), b));
        }

        @Test
        void typesMentionedCountAsWhatTheyAre() {
            var a = of(group(struct(I32)), group(struct(ref(0))));
            var b = of(group(struct(I64)), group(struct(ref(0))));
            var c = of(group(struct(I64)), group(struct(I32)), group(struct(ref(1))));
            assertFalse(a.get(1).sameAs(b.get(1)));
            assertTrue(a.get(1).sameAs(c.get(2)));
        }

        @Test
        void supertypesAreFoundAmongTheOthersTypes() {
            var a = of(group(struct(false, -1, I32)), group(struct(false, 0, I32, I64)));
            var b = of(group(struct(F32)), group(struct(false, -1, I32)));
            assertTrue(a.get(1).isSubtypeOf(b.get(1)));
            assertFalse(a.get(1).isSubtypeOf(b.get(0)));
            assertFalse(b.get(1).isSubtypeOf(a.get(1)));
        }

        @Test
        void functionsWithoutDefinedTypesCompareByShape() {
            var a = of(group(new SubType(true, -1, FunctionType.of(new int[] {I32}, I64))));
            assertTrue(a.get(0).sameAs(DefinedType.of(FunctionType.of(new int[] {I32}, I64))));
            assertFalse(a.get(0).sameAs(DefinedType.of(FunctionType.of(new int[] {I32}, I32))));
            assertFalse(of(group(new SubType(false, -1, FunctionType.of(new int[] {I32}, I64)))).get(0).sameAs(a.get(0)));
        }
    }

    @Nested
    class HostileGroups {
        /** Each struct mentions the one before, several times: as a tree that would be exponential. */
        private DefinedTypes chain(int length, int first) {
            var builder = new DefinedTypes.Builder();
            builder.add(struct(first));
            for (int i = 1; i < length; i++) {
                builder.add(struct(ref(i - 1), nonNull(ref(i - 1)), ref(i - 1)));
            }
            return builder.types();
        }

        @Test
        void chainsOfAHundredThousandTypesAreCompared() {
            int n = 100_000;
            var a = chain(n, I32);
            var b = chain(n, I32);
            var c = chain(n, I64);
            assertTrue(a.get(n - 1).sameAs(b.get(n - 1)));
            assertFalse(a.get(n - 1).sameAs(c.get(n - 1)));
            assertFalse(a.get(n - 1).sameAs(b.get(n - 2)));
            assertNotEquals(a.canonical(n - 1), a.canonical(n - 2));
        }

        private SubType[] ring(int start, int n, int last) {
            var members = new SubType[n];
            for (int i = 0; i < n; i++) {
                members[i] = struct(ref(start + (i + 1) % n), i == n - 1 ? last : I32);
            }
            return members;
        }

        @Test
        void groupsOfAHundredThousandMembersAreCompared() {
            int n = 100_000;
            var types = of(ring(0, n, I32), ring(n, n, I32), ring(2 * n, n, I64));
            assertEquals(n - 1, types.canonical(2 * n - 1));
            assertEquals(2 * n, types.canonical(2 * n));
            var other = of(ring(0, n, I64));
            assertTrue(types.get(3 * n - 1).sameAs(other.get(n - 1)));
            assertFalse(types.get(n - 1).sameAs(other.get(n - 1)));
        }

        @Test
        void typesWhoseKeysCollideStillTakeNoLongerThanTheirNumberSays() {
            // 31 * a + b is the same for all of these, and so is the hash of an int array that holds them.
            var builder = new DefinedTypes.Builder();
            for (int i = 0; i < 1 << 14; i++) {
                int[] storages = new int[28];
                for (int bit = 0; bit < 14; bit++) {
                    boolean one = (i >> bit & 1) != 0;
                    storages[2 * bit] = one ? I32 : I64;
                    storages[2 * bit + 1] = one ? F64 : F32;
                }
                builder.add(struct(storages));
            }
            assertEquals((1 << 14) - 1, builder.types().canonical((1 << 14) - 1));
        }
    }

    @Test
    void namesAreThoseOfTheTextFormat() {
        Object[][] rows = {{ref(3), "(ref null 3)"}, {nonNull(ref(3)), "(ref 3)"}, {nonNull(FUNCREF), "(ref func)"}, {FUNCREF, "funcref"},
            {NULLREF, "nullref"}, {nonNull(NULLREF), "(ref none)"}, {V128, "v128"}, {I8, "i8"}, {EXNREF, "exnref"}};
        for (Object[] row : rows) {
            assertEquals(row[1], name((Integer) row[0]));
        }
    }
}

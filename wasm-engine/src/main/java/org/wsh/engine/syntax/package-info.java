// SPDX-License-Identifier: Apache-2.0
/**
 * What a module is made of: the spec's chapter "Structure". It uses no other package, and all others use it.
 *
 * <p>Types: {@link org.wsh.engine.syntax.ValueType}, {@link org.wsh.engine.syntax.FieldType}, the sealed {@link org.wsh.engine.syntax.CompositeType} (function, struct, array) in a
 * {@link org.wsh.engine.syntax.SubType}, and {@link org.wsh.engine.syntax.DefinedTypes}, a module's index space of them. Two types are equal when their recursion groups say the same
 * ({@code GroupText}); within a module {@code GroupTable} finds that out, across modules a {@code GroupDigest} says it. Instructions are ints, not objects:
 * {@link org.wsh.engine.syntax.Opcode} and its like for atomic, vector and object instructions. {@link org.wsh.engine.syntax.Declarations} is all of a module outside its bodies,
 * {@link org.wsh.engine.syntax.Limits} how much of it there may be.
 *
 * <p>What is wrong with a module is a {@link org.wsh.engine.syntax.ModuleException} with the byte's offset: {@link org.wsh.engine.syntax.MalformedModule} or
 * {@link org.wsh.engine.syntax.InvalidModule}.
 *
 * <p>Nothing here changes once a module is decoded (a group's digest is made when first asked for, and is always the same one), so threads share it without locks. The arrays in {@code Declarations} are handed out as they are: nobody writes to them.
 */
package org.wsh.engine.syntax;

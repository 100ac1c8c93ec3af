// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.wsh.engine.link.HostFunction;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.runtime.Code;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.valid.BodyValidator;
import org.wsh.engine.valid.FunctionFacts;

/** Makes the bytes of any generated class of an image from its name alone, so that lazily at run time and ahead of time come out the same. */
final class ClassMaker {
    private static final ClassFile.ClassHierarchyResolverOption HIERARCHY = ClassFile.ClassHierarchyResolverOption.of(hierarchy(ClassMaker.class.getClassLoader()));

    /** A byte of Wasm seldom becomes more bytecode than this, so smaller bodies aren't looked at. */
    private static final int EXPANSION = 7;
    private static final int TRIES = 3;

    private final Declarations module;
    private final ImageOptions options;
    private final Grouping groups;
    private final Names names;
    private final HostFunction[] bound;

    ClassMaker(Declarations module, ImageOptions options, Grouping groups, Names names, HostFunction[] bound) {
        this.module = module;
        this.options = options;
        this.groups = groups;
        this.names = names;
        this.bound = bound;
    }

    /** {@code kind} and {@code number} as {@link Names} defines them; null if there is no such class. */
    byte[] make(char kind, int number) {
        return switch (kind) {
            case 'F' -> number < groups.count() ? functions(number) : null;
            case 'I' -> number < groups.importGroups() ? imports(number) : null;
            case 'T' -> number < module.types().length
                    ? build(kind, number, cb -> TypeClass.build(cb, names, module, number)) : null;
            case 'E' -> number < module.functionCount() ? build(kind, number,
                    cb -> FunctionClass.entry(cb, names, module.functionType(number), module.functionTypes()[number], number)) : null;
            case 'A' -> number < module.types().length
                    ? build(kind, number, cb -> FunctionClass.adapter(cb, names, module.types()[number], number)) : null;
            default -> null;
        };
    }

    /** For stack maps, where two kinds of objects meet: our types are in our loader, which need not be the system's. Vectors, which meet most, needn't be looked up. */
    static ClassHierarchyResolver hierarchy(ClassLoader ours) {
        return ClassHierarchyResolver.of(List.of(Names.VECTOR), Map.of()).orElse(ClassHierarchyResolver.ofClassLoading(ours)).orElse(ClassHierarchyResolver.defaultResolver());
    }

    private byte[] build(char kind, int number, Consumer<ClassBuilder> content) {
        return ClassFile.of(HIERARCHY).build(names.classNamed(kind, number), cb -> {
            cb.withVersion(ClassFile.JAVA_25_VERSION, 0);
            cb.with(SourceFileAttribute.of(Code.SOURCE_FILE));
            content.accept(cb);
        });
    }

    private byte[] imports(int group) {
        return build('I', group, cb -> {
            cb.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
            for (int f = groups.firstImport(group); f < groups.firstImport(group + 1); f++) {
                int type = module.functionTypes()[f];
                if (bound[f] != null) {
                    FunctionClass.bound(cb, names, module.types()[type], type, f, bound[f]);
                    if (bound[f].watcher() != null) {
                        WatchedCall.build(cb, names, module, f, bound[f]);
                    }
                } else {
                    FunctionClass.given(cb, names, module.types()[type], type, f);
                }
            }
        });
    }

    private byte[] functions(int group) {
        int first = groups.first(group), end = groups.first(group + 1);
        var facts = new FunctionFacts[end - first];
        var validator = new BodyValidator(module);
        for (int f = first; f < end; f++) {
            facts[f - first] = validator.validate(f);
        }
        if (largest(first, end, options.maxCodeBytes()) > options.methodBytes() / EXPANSION) {
            byte[] cut = cut(group, first, end, facts);
            if (cut != null) {
                return cut;
            }
        }
        // A body's size says little about its code's: try, and take out the largest until the rest fits.
        for (int limit = options.maxCodeBytes(); ; limit = Math.min(limit - 1, largest(first, end, limit) - 1)) {
            try {
                return functions(group, first, end, facts, limit, options.methodBytes());
            } catch (TooLarge | IllegalArgumentException e) {
                if (limit <= 0) {
                    throw e;
                }
            }
        }
    }

    /** With large bodies cut, the smaller the more often that isn't enough; null if some method stays too large for the JVM. */
    private byte[] cut(int group, int first, int end, FunctionFacts[] facts) {
        byte[] best = null;
        int shortest = Integer.MAX_VALUE;
        for (int target = options.methodBytes(), tries = 0; tries < TRIES && shortest > options.methodBytes(); target = target * 5 / 8, tries++) {
            try {
                byte[] made = functions(group, first, end, facts, options.maxCodeBytes(), target);
                int longest = longestMethod(made);
                if (longest < shortest) {
                    best = made;
                    shortest = longest;
                }
            } catch (TooLarge | IllegalArgumentException e) {
                // Smaller, then.
            }
        }
        return best;
    }

    private static int longestMethod(byte[] made) {
        int longest = 0;
        for (var method : ClassFile.of().parse(made).methods()) {
            var code = method.findAttribute(Attributes.code());
            if (code.isPresent()) {
                longest = Math.max(longest, code.get().codeLength());
            }
        }
        return longest;
    }

    private int bodySize(int function) {
        int body = function - module.importedFunctions();
        return module.bodyEnds()[body] - module.bodyStarts()[body];
    }

    private int largest(int first, int end, int below) {
        int largest = 0;
        for (int f = first; f < end; f++) {
            int size = bodySize(f);
            if (size <= below && size > largest) {
                largest = size;
            }
        }
        return largest;
    }

    private byte[] functions(int group, int first, int end, FunctionFacts[] facts, int limit, int methodBytes) {
        var outlines = outlines(first, end, facts, limit, methodBytes);
        return build('F', group, cb -> {
            cb.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
            for (int f = first; f < end; f++) {
                int function = f;
                int type = module.functionTypes()[f];
                var regions = outlines.get(f - first);
                if (bodySize(f) > limit) {
                    FunctionClass.interpreted(cb, names, module.types()[type], type, f, options.polls());
                } else {
                    boolean tail = facts[f - first].makesTailCalls();
                    if (tail) {
                        TailCode.runner(cb, names, module.types()[type], type, f);
                    }
                    cb.withMethodBody(tail ? Names.bodyMethod(f) : Names.method(f), names.descriptor(type), ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                            code -> BodyCompiler.compile(code, names, module, function, facts[function - first], options.polls(), regions));
                    if (names.captures.any()) {
                        int weight = MethodContext.weight(facts[f - first], RegionCalls.of(regions, names.ownerOf(f)).levels());
                        CaptureMethod.of(names.ownerOf(f), Names.method(f), facts[f - first], null).build(cb, weight, f);
                    }
                    regions(cb, function, facts[function - first], regions, names.ownerOf(f));
                }
            }
        });
    }

    /** How large bodies are cut: for each function of a group its regions. */
    private List<List<Region>> outlines(int first, int end, FunctionFacts[] facts, int limit, int methodBytes) {
        var outlines = new ArrayList<List<Region>>(end - first);
        for (int f = first; f < end; f++) {
            int size = bodySize(f);
            boolean whole = size <= methodBytes / EXPANSION || size > limit;
            outlines.add(whole ? List.of() : Outline.of(module, f, facts[f - first], methodBytes));
        }
        return outlines;
    }

    private void regions(ClassBuilder cb, int function, FunctionFacts facts, List<Region> regions, ClassDesc owner) {
        for (var region : regions) {
            cb.withMethodBody(region.method, RegionMethod.descriptor(region, facts.locals()), ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                    code -> BodyCompiler.compile(code, names, module, function, facts, options.polls(), region, owner));
            if (names.captures.any()) {
                CaptureMethod.of(owner, region.method, facts, region).build(cb, 0, function);
            }
            regions(cb, function, facts, region.children, owner);
        }
    }

    /** The name of the class with a function's code. */
    String ownerOf(int function) {
        var owner = names.ownerOf(function);
        return owner.packageName() + "." + owner.displayName();
    }

    /** Null if it can't be compiled on its own. */
    LoopClass loop(int place) {
        return LoopClass.of(module, place, options.maxCodeBytes(), options.methodBytes());
    }

    byte[] make(LoopClass loop, int place) {
        var self = names.classNamed('L', place);
        return build('L', place, cb -> {
            loop.build(cb, self);
            regions(cb, loop.function, loop.facts, List.of(loop.region), self);
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import java.util.List;
import org.wsh.engine.binary.ModuleDecoder;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.Export;
import org.wsh.engine.syntax.Import;
import org.wsh.engine.syntax.Limits;
import org.wsh.engine.syntax.ModuleException;
import org.wsh.engine.valid.BodyValidator;
import org.wsh.engine.valid.ModuleValidator;

/** A decoded WebAssembly module. Its bodies are only located; immutable, and shared freely between threads. */
public final class Module {
    private final Declarations declarations;
    private final ModuleHash hash;

    private Module(Declarations declarations, ModuleHash hash) {
        this.declarations = declarations;
        this.hash = hash;
    }

    /**
     * Decodes and checks all but the function bodies. The array is kept: don't change it.
     *
     * @throws ModuleException MalformedModule or InvalidModule, with the offset
     */
    public static Module parse(byte[] wasm, Limits limits) {
        return parse(wasm, limits, new ModuleHash(wasm));
    }

    /** The same with {@link Limits#DEFAULT}. */
    public static Module parse(byte[] wasm) {
        return parse(wasm, Limits.DEFAULT);
    }

    /**
     * Like parse, for a module whose SHA-256 the caller knows because it shipped both together: saves hashing at start.
     * A wrong one makes wrong precompiled code run.
     */
    public static Module parse(byte[] wasm, Limits limits, String trustedHash) {
        return parse(wasm, limits, new ModuleHash(trustedHash));
    }

    /** Like parse, for who will ask for the hash, as a code store does: it is begun on another thread first, if the module is large. */
    public static Module parseAndHash(byte[] wasm, Limits limits) {
        var hash = new ModuleHash(wasm);
        hash.begin();
        return parse(wasm, limits, hash);
    }

    private static Module parse(byte[] wasm, Limits limits, ModuleHash hash) {
        var declarations = ModuleDecoder.decode(wasm, limits);
        ModuleValidator.validate(declarations);
        return new Module(declarations, hash);
    }

    /**
     * Validates all function bodies at once; without it each is validated before it is first compiled.
     *
     * @throws ModuleException InvalidModule, with function and offset
     */
    public void validate() {
        var validator = new BodyValidator(declarations);
        for (int i = 0; i < declarations.bodyStarts().length; i++) {
            validator.validate(declarations.importedFunctions() + i);
        }
    }

    /**
     * An instance with these imports and every option as it is by default: compiled, no limits, no polls. An {@link Image} is the way to more, and to code that instances share.
     *
     * @throws org.wsh.engine.runtime.LinkError naming all imports that are missing or of another type
     */
    public Instance instantiate(Imports imports) {
        return Image.of(this, ImageOptions.DEFAULT.withPolls(false), imports.binding()).instantiate(imports, InstanceOptions.DEFAULT);
    }

    /** All that it says outside of its bodies. */
    public Declarations declarations() {
        return declarations;
    }

    public List<Import> imports() {
        return List.of(declarations.imports());
    }

    public List<Export> exports() {
        return List.of(declarations.exports());
    }

    /** SHA-256 of the bytes, in hexadecimal. */
    public String hash() {
        return hash.get();
    }

    /** {@link #hash} will be asked for, but not yet. */
    void beginHash() {
        hash.begin();
    }
}

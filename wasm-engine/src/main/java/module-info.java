// SPDX-License-Identifier: Apache-2.0
/** One Wasm module: decode, validate, compile to JVM bytecode, run, trap. Uses nothing but the JDK. */
module org.wsh.engine {
    exports org.wsh.engine;
    exports org.wsh.engine.syntax;
    // Source lines in a trap's backtrace.
    exports org.wsh.engine.debug;
    // How a module meets its host: import bindings, host functions, options, code sources.
    exports org.wsh.engine.link;
    // Generated code lives in unnamed modules and calls into this package; embedders hold its Instance.
    exports org.wsh.engine.runtime;
    exports org.wsh.engine.runtime.simd;
    // Compiled code kept on disk between runs.
    exports org.wsh.engine.store;
    // Generated code of bodies too large for a JVM method calls the interpreter.
    exports org.wsh.engine.exec;
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.wsh.engine.Module;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.ExternKind;

/**
 * npm's {@code ruby.wasm} is a library that a JavaScript host calls. This gives it a {@code _start} that does what that host does to run one line: initialise, hand over
 * arguments as a list of strings, evaluate. The rest of the module stays as it is, so wsh and V8 run the same.
 */
final class RubyCommand {
    private static final int FUNCTIONS = 3, EXPORTS = 7, CODE = 10;
    private static final String[] ARGUMENTS = {"ruby.wasm\0", "-EUTF-8\0", "--disable-gems\0", "-e_=0\0"};

    private final Declarations module;
    private final byte[] bytes;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private RubyCommand(byte[] bytes) {
        this.bytes = bytes;
        this.module = Module.parse(bytes).declarations();
    }

    /** Arguments: the library, the command to be made, the line of Ruby. */
    public static void main(String[] arguments) throws IOException {
        var command = new RubyCommand(Files.readAllBytes(Path.of(arguments[0])));
        Files.write(Path.of(arguments[1]), command.withStart(arguments[2] + "\n$stdout.flush\nexit!(true)"));
    }

    private byte[] withStart(String line) {
        start(line);
        var out = new ByteArrayOutputStream(bytes.length + 4096);
        out.write(bytes, 0, 8);
        int at = 8;
        while (at < bytes.length) {
            int id = bytes[at];
            int[] size = numberAt(at + 1);
            int content = size[1], end = content + size[0];
            switch (id) {
                case FUNCTIONS -> grow(out, id, content, end, unsigned(module.functionTypes()[export("_initialize")]));
                case EXPORTS -> grow(out, id, content, end, exportOfStart());
                case CODE -> grow(out, id, content, end, sized(body.toByteArray()));
                default -> out.write(bytes, at, end - at);
            }
            at = end;
        }
        return out.toByteArray();
    }

    private int export(String name) {
        for (var e : module.exports()) {
            if (e.kind() == ExternKind.FUNCTION && e.name().equals(name)) {
                return e.index();
            }
        }
        throw new IllegalArgumentException("not npm's ruby.wasm: it exports no " + name);
    }

    private byte[] exportOfStart() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(sized("_start".getBytes(StandardCharsets.UTF_8)));
        out.write(0);
        out.writeBytes(unsigned(module.functionCount()));
        return out.toByteArray();
    }

    /** A section with one more entry in its vector. */
    private void grow(ByteArrayOutputStream out, int id, int content, int end, byte[] entry) {
        int[] count = numberAt(content);
        var grown = new ByteArrayOutputStream(end - content + entry.length + 5);
        grown.writeBytes(unsigned(count[0] + 1));
        byte[] entries = Arrays.copyOfRange(bytes, count[1], end);
        if (id == EXPORTS) {
            hideInitialize(entries);
        }
        grown.writeBytes(entries);
        grown.writeBytes(entry);
        out.write(id);
        out.writeBytes(sized(grown.toByteArray()));
    }

    /** Node takes no module that exports it for a command. */
    private static void hideInitialize(byte[] exports) {
        int at = new String(exports, StandardCharsets.ISO_8859_1).indexOf("_initialize");
        exports[at] = '-';
    }

    // The body of _start. Locals: 0 the list, 1 a string.

    private void start(String line) {
        body.writeBytes(new byte[] {1, 2, 0x7f});
        call("_initialize");
        allocate(4, 8 * ARGUMENTS.length);
        op(0x21, 0);
        for (int i = 0; i < ARGUMENTS.length; i++) {
            string(ARGUMENTS[i]);
            op(0x20, 0);
            op(0x20, 1);
            store(0x36, 8 * i);
            op(0x20, 0);
            constant(ARGUMENTS[i].length());
            store(0x36, 8 * i + 4);
        }
        op(0x20, 0);
        constant(ARGUMENTS.length);
        call("ruby-init: func(args: list<string>) -> ()");
        string(line);
        op(0x20, 1);
        constant(line.length());
        call("rb-eval-string-protect: func(str: string) -> tuple<handle<rb-abi-value>, s32>");
        body.write(0x1a);   // drop
        body.write(0x0b);   // end
    }

    private void string(String text) {
        allocate(1, text.length());
        op(0x21, 1);
        for (int i = 0; i < text.length(); i++) {
            op(0x20, 1);
            constant(text.charAt(i));
            store(0x3a, i);
        }
    }

    private void allocate(int alignment, int size) {
        constant(0);
        constant(0);
        constant(alignment);
        constant(size);
        call("cabi_realloc");
    }

    private void call(String name) {
        op(0x10, export(name));
    }

    private void store(int opcode, int offset) {
        body.write(opcode);
        body.write(0);
        body.writeBytes(unsigned(offset));
    }

    private void op(int opcode, int immediate) {
        body.write(opcode);
        body.writeBytes(unsigned(immediate));
    }

    /** Of non-negative numbers, whose signed form needs a free bit 6 in the last byte. */
    private void constant(int n) {
        body.write(0x41);
        while (n >= 0x40) {
            body.write(n & 0x7f | 0x80);
            n >>= 7;
        }
        body.write(n);
    }

    // LEB128.

    private static byte[] sized(byte[] content) {
        var out = new ByteArrayOutputStream(content.length + 5);
        out.writeBytes(unsigned(content.length));
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] unsigned(int n) {
        var out = new ByteArrayOutputStream(5);
        for (; n >= 0x80; n >>>= 7) {
            out.write(n & 0x7f | 0x80);
        }
        out.write(n);
        return out.toByteArray();
    }

    /** The number at {@code at}, and where it ends. */
    private int[] numberAt(int at) {
        int n = 0;
        for (int shift = 0; ; shift += 7) {
            int b = bytes[at++];
            n |= (b & 0x7f) << shift;
            if (b >= 0) {
                return new int[] {n, at};
            }
        }
    }
}

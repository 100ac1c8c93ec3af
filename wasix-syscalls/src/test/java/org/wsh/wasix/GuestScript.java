// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.wsh.wasix.WasmBytes.*;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wsh.process.Process;
import org.wsh.process.signal.WaitStatus;
import org.wsh.testing.TestMachine;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/**
 * A program for one test: system calls one after another, with constants and with what earlier ones left in memory, each imported with its published type. At its end it
 * writes its memory to descriptor 1, which is a file; so the test sees what each call returned and what it wrote. {@link #entry} begins the calls of another function.
 *
 * <p>Memory has two pages: the first is the script's, filled with {@link #FILL}; the second holds the results. A table of 8 elements holds the functions 0 ({@code _start}),
 * 1, which does nothing: {@code (i32) -> ()}, and 2, which makes the other calls: {@code () -> ()}.
 */
final class GuestScript {
    static final int FILL = 'a';
    static final int PAGE = 1 << 16;
    static final int MEMORY = 2 * PAGE;
    private static final int RESULTS = PAGE;
    private static final int IOVEC = MEMORY - 16;

    private record Import(String module, String name, String type) {}

    private record Step(int function, String type, List<Object> arguments, int result) {}

    /** An argument: the i32 at that address when the call is made. */
    record At(int address) {}

    private final Map<Import, Integer> imports = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> entrySteps = new ArrayList<>();
    private List<Step> adding = steps;
    private final Map<Integer, byte[]> data = new LinkedHashMap<>();

    static At at(int address) {
        return new At(address);
    }

    /** Bytes in memory before it starts. */
    GuestScript data(int address, byte[] bytes) {
        data.put(address, bytes);
        return this;
    }

    GuestScript data(int address, String text) {
        return data(address, text.getBytes(StandardCharsets.UTF_8));
    }

    GuestScript words(int address, int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            bytes.putInt(word);
        }
        return data(address, bytes.array());
    }

    /** The calls from here on are function 2's. */
    GuestScript entry() {
        adding = entrySteps;
        return this;
    }

    /** @param arguments Integers, Longs, {@link At} */
    GuestScript call(String module, String name, String type, Object... arguments) {
        assertEquals(type.indexOf(':'), arguments.length, name);
        int result = RESULTS + 4 * (steps.size() + entrySteps.size());
        adding.add(new Step(imports.computeIfAbsent(new Import(module, name, type), none -> imports.size()), type, List.of(arguments), result));
        return this;
    }

    /** What it left. */
    record Outcome(WaitStatus status, ByteBuffer memory) {
        /** Of call number {@code index}, from 0. */
        int result(int index) {
            return memory.getInt(RESULTS + 4 * index);
        }

        int word(int address) {
            return memory.getInt(address);
        }

        long longWord(int address) {
            return memory.getLong(address);
        }

        String text(int address, int length) {
            byte[] bytes = new byte[length];
            memory.get(address, bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Runs it as root with descriptors 0: the folder /tmp, 1: its output, 2: an empty file, 3: the same for reading. */
    Outcome run(TestMachine machine) throws InterruptedException {
        return run(machine, "/tmp/script.wasm");
    }

    Outcome run(TestMachine machine, String path) throws InterruptedException {
        Process init = machine.processes.find(1);
        machine.write(path, 0755, module());
        machine.write("/tmp/file", 0666, new byte[0]);
        List<OpenFileDescription> streams = List.of(
                machine.vfs.open(init, null, "/tmp", OpenFlags.DIRECTORY, 0),
                machine.vfs.open(init, null, "/tmp/memory", OpenFlags.REWRITE, 0666),
                machine.vfs.open(init, null, "/tmp/file", OpenFlags.READ_WRITE, 0),
                machine.vfs.open(init, null, "/tmp/file", OpenFlags.READ, 0));
        WaitStatus status = machine.startFile(streams, path).await();
        OpenFileDescription file = machine.vfs.open(init, null, "/tmp/memory", OpenFlags.READ, 0);
        ByteBuffer memory = ByteBuffer.allocate(MEMORY).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (memory.hasRemaining() && file.read(memory) > 0) {
                // until all is there
            }
        } finally {
            file.release();
        }
        return new Outcome(status, memory.clear());
    }

    /** The first page, as it is before it starts. */
    byte[] firstPage() {
        byte[] page = new byte[PAGE];
        java.util.Arrays.fill(page, (byte) FILL);
        data.forEach((address, bytes) -> {
            if (address < PAGE) {
                System.arraycopy(bytes, 0, page, address, bytes.length);
            }
        });
        return page;
    }

    // The module.

    byte[] module() {
        int write = imports.computeIfAbsent(new Import("wasi_snapshot_preview1", "fd_write", "iiii:i"), none -> imports.size());
        words(IOVEC, 0, MEMORY, 0, 0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        section(out, 1, types());
        section(out, 2, importSection());
        section(out, 3, bytes(3, imports.size(), imports.size() + 1, imports.size()));
        section(out, 4, bytes(1, 0x70, 0, 8));
        section(out, 5, bytes(1, 0, 2));
        section(out, 7, concat(bytes(3), text("_start"), bytes(0), number(imports.size()), text("memory"), bytes(2, 0), text("on_signal"), bytes(0),
                number(imports.size() + 1)));
        section(out, 9, concat(bytes(1, 0, 0x41, 0, 0x0b, 3), number(imports.size()), number(imports.size() + 1), number(imports.size() + 2)));
        byte[] body = body(write);
        byte[] entry = concat(bytes(0), calls(entrySteps), bytes(0x0b));
        section(out, 10, concat(bytes(3), number(body.length), body, bytes(2, 0, 0x0b), number(entry.length), entry));
        section(out, 11, dataSection());
        return out.toByteArray();
    }

    private byte[] types() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(number(imports.size() + 2));
        for (Import each : imports.keySet()) {
            out.writeBytes(functionType(each.type()));
        }
        out.writeBytes(functionType(":"));
        out.writeBytes(functionType("i:"));
        return out.toByteArray();
    }

    private byte[] importSection() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(number(imports.size()));
        int index = 0;
        for (Import each : imports.keySet()) {
            out.writeBytes(concat(text(each.module()), text(each.name()), bytes(0), number(index++)));
        }
        return out.toByteArray();
    }

    private byte[] body(int write) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.writeBytes(calls(steps));
        for (int argument : new int[] {1, IOVEC, 1, IOVEC + 8}) {
            constant(out, 'i', argument);
        }
        out.write(0x10);
        out.writeBytes(number(write));
        out.writeBytes(bytes(0x1a, 0x0b));
        return out.toByteArray();
    }

    private static byte[] calls(List<Step> steps) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Step step : steps) {
            boolean result = step.type.endsWith(":i");
            if (result) {
                constant(out, 'i', step.result);
            }
            for (int i = 0; i < step.arguments.size(); i++) {
                argument(out, step.type.charAt(i), step.arguments.get(i));
            }
            out.write(0x10);
            out.writeBytes(number(step.function));
            if (result) {
                out.writeBytes(bytes(0x36, 2, 0));
            }
        }
        return out.toByteArray();
    }

    private static void argument(ByteArrayOutputStream out, char type, Object argument) {
        switch (argument) {
            case Integer number -> constant(out, type, number);
            case Long number -> constant(out, type, number);
            case At(int address) -> {
                constant(out, 'i', address);
                out.writeBytes(type == 'i' ? bytes(0x28, 2, 0) : bytes(0x29, 3, 0));
            }
            default -> throw new IllegalArgumentException("argument " + argument);
        }
    }

    private static void constant(ByteArrayOutputStream out, char type, long value) {
        out.write(type == 'i' ? 0x41 : 0x42);
        signed(out, type == 'i' ? (int) value : value);
    }

    private byte[] dataSection() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] fill = new byte[PAGE];
        java.util.Arrays.fill(fill, (byte) FILL);
        out.writeBytes(number(data.size() + 1));
        segment(out, 0, fill);
        data.forEach((address, bytes) -> segment(out, address, bytes));
        return out.toByteArray();
    }

    private static void segment(ByteArrayOutputStream out, int address, byte[] bytes) {
        out.write(0);
        constant(out, 'i', address);
        out.write(0x0b);
        out.writeBytes(number(bytes.length));
        out.writeBytes(bytes);
    }
}

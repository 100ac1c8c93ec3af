// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.LinearMemory;
import org.wsh.process.Buffers;
import org.wsh.process.Process;
import org.wsh.process.ProcessThread;
import org.wsh.process.descriptor.Descriptor;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.Location;

/**
 * The calling guest as a system call sees it: its process, and its memory, where every address and length is hostile. An access outside the
 * memory throws the engine's fault, which the trampoline answers with FAULT.
 */
final class Guest {
    /** AT_FDCWD of wasi-libc: a path call with it starts at the working directory. */
    static final int WORKING_DIRECTORY = -2;

    /** POSIX's IOV_MAX on Linux. */
    private static final int MOST_PIECES = 1024;
    /** Longer than any path or argument may be; keeps a bogus length from allocating gigabytes. */
    private static final int MOST_STRING_BYTES = 1 << 20;
    private static final int MOST_BLOCK_BYTES = 2 << 20;

    private Guest() {}

    static ProcessThread thread(Instance in) {
        return (ProcessThread) in.host();
    }

    static Process process(Instance in) {
        return thread(in).process();
    }

    // Numbers. Addresses are unsigned.

    static int readByte(Instance in, int address) {
        return in.memory().u8(address);
    }

    static int readShort(Instance in, int address) {
        return in.memory().u16(address);
    }

    static int readInt(Instance in, int address) {
        return in.memory().i32(address);
    }

    static long readLong(Instance in, int address) {
        return in.memory().i64(address);
    }

    static void writeByte(Instance in, int address, int value) {
        in.memory().setI8(address, value);
    }

    static void writeShort(Instance in, int address, int value) {
        in.memory().setI16(address, value);
    }

    static void writeInt(Instance in, int address, int value) {
        in.memory().setI32(address, value);
    }

    static void writeLong(Instance in, int address, long value) {
        in.memory().setI64(address, value);
    }

    /**
     * Fails now if a result could not be written later. Memory never shrinks, so a call that checks its result addresses first has nothing to
     * undo.
     */
    static void requireRange(Instance in, int address, int length) {
        in.memory().check(address, length);
    }

    // Bytes and strings.

    static byte[] bytes(Instance in, int address, int length) {
        LinearMemory memory = in.memory();
        memory.check(address, length);
        if (length < 0 || length > MOST_STRING_BYTES) {
            throw new ErrnoException(Errno.ENAMETOOLONG);
        }
        return memory.read(address, length);
    }

    static void write(Instance in, int address, byte[] bytes, int offset, int length) {
        in.memory().write(address, bytes, offset, length);
    }

    /** A path or name. ILSEQ unless it is UTF-8; INVAL with a NUL in it, which no host name can hold. */
    static String string(Instance in, int address, int length) {
        String text = text(bytes(in, address, length));
        if (text.indexOf('\0') >= 0) {
            throw new ErrnoException(Errno.EILSEQ, text.replace('\0', '?'));
        }
        return text;
    }

    private static String text(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return decoded(bytes);
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String decoded(byte[] bytes) {
        try {
            CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return chars.toString();
        } catch (CharacterCodingException e) {
            throw new ErrnoException(Errno.EILSEQ);
        }
    }

    /** Strings that each end with {@code end}; bytes after the last one form a string too. E2BIG. */
    static List<String> block(Instance in, int address, int length, char end) {
        in.memory().check(address, length);
        if (length < 0 || length > MOST_BLOCK_BYTES) {
            throw new ErrnoException(Errno.E2BIG);
        }
        String all = Arguments.decode(in.memory().read(address, length));
        List<String> strings = new ArrayList<>();
        int start = 0;
        while (start < all.length()) {
            int stop = all.indexOf(end, start);
            if (stop < 0) {
                stop = all.length();
            }
            strings.add(all.substring(start, stop));
            start = stop + 1;
        }
        return strings;
    }

    /** An iovec array: address and length pairs. INVAL: too many, or more bytes than a size can say. FAULT: one lies outside the memory. */
    static Buffers pieces(Instance in, int address, int count) {
        if (count < 0 || count > MOST_PIECES) {
            throw new ErrnoException(Errno.EINVAL);
        }
        requireRange(in, address, count * 8);
        int[] starts = new int[count];
        int[] lengths = new int[count];
        long total = 0;
        for (int i = 0; i < count; i++) {
            starts[i] = readInt(in, address + 8 * i);
            lengths[i] = readInt(in, address + 8 * i + 4);
            total += Integer.toUnsignedLong(lengths[i]);
            if (total > Integer.MAX_VALUE) {
                throw new ErrnoException(Errno.EINVAL);
            }
            requireRange(in, starts[i], lengths[i]);
        }
        return new MemoryPieces(in, starts, lengths);
    }

    private record MemoryPieces(Instance in, int[] starts, int[] lengths) implements Buffers {
        @Override
        public int count() {
            return starts.length;
        }

        @Override
        public int length(int index) {
            return lengths[index];
        }

        @Override
        public ByteBuffer at(int index) {
            return in.memory().buffer(starts[index], lengths[index]);
        }
    }

    /** Where the path at {@code path} starts if it is relative: null is the working directory. An absolute one starts at the root, be {@code dirfd} what it may. BADF, NOTDIR. */
    static Location base(Instance in, int dirfd, int path) {
        return base(in, dirfd, path, 0);
    }

    /** The same, of a descriptor with these rights. NOTCAPABLE. */
    static Location base(Instance in, int dirfd, int path, long rights) {
        Process process = process(in);
        boolean anywhere = !process.confined();
        if (dirfd == WORKING_DIRECTORY && anywhere) {
            return null;
        }
        if (anywhere && in.memory().size() > Integer.toUnsignedLong(path) && readByte(in, path) == '/') {
            if (process.descriptors().isOpen(dirfd)) {
                RightsOf.require(process.descriptors().get(dirfd), rights);
            }
            return null;
        }
        Descriptor descriptor = process.descriptors().get(dirfd);
        RightsOf.require(descriptor, rights);
        // The preopen "." is the working directory wherever that is by now: programs of 2022 know no other way to say it.
        return anywhere && ".".equals(descriptor.preopen()) ? null : thread(in).directory(dirfd);
    }
}

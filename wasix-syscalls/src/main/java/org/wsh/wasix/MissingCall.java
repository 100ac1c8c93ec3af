// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.JavaFunction;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;
import org.wsh.process.Process;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** A name of WASIX that nobody knows: it answers NOSYS, and the program's user is told once. */
final class MissingCall implements JavaFunction {
    private static final Object[] NO_RESULT = {};

    private final String name;
    private final Object[] answer;
    private final AtomicBoolean told = new AtomicBoolean();

    private MissingCall(String name, Object[] answer) {
        this.name = name;
        this.answer = answer;
    }

    /** Null if that type has a result which is no errno. */
    static MissingCall of(String name, FunctionType type) {
        if (type.resultCount() == 0) {
            return new MissingCall(name, NO_RESULT);
        }
        boolean errno = type.resultCount() == 1 && type.result(0) == ValueType.I32;
        return errno ? new MissingCall(name, new Object[] {WasiErrno.number(Errno.ENOSYS)}) : null;
    }

    @Override
    public Object[] call(Instance caller, Object[] arguments) {
        if (caller != null && told.compareAndSet(false, true)) {
            tell(Guest.process(caller));
        }
        return answer.clone();
    }

    private void tell(Process process) {
        String line = "wsh: " + process.program().name() + ": called " + name + ", which this machine does not have\n";
        try (var errors = process.descriptors().borrow(2)) {
            errors.file().write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (ErrnoException e) {
            // closed, full, or nobody reads it
        }
    }
}

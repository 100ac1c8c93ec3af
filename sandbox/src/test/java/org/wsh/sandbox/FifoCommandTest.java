// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FIFOs as a shell's user meets them, on each filesystem. */
class FifoCommandTest {
    @TempDir
    Path folder;

    private Machine machine;

    @AfterEach
    void close() {
        machine.close();
    }

    private void assertPrints(String output, String command) throws InterruptedException {
        if (machine == null) {
            machine = Machine.builder().mountWritable(folder, "/host").build();
        }
        Result result = machine.run("cd /tmp; " + command);
        assertEquals(output, result.output(), result.errors());
    }

    @Test
    void joinTwoCommandsWhichNeverHeardOfEachOther() throws InterruptedException {
        assertPrints("ONE\nTWO\n", "mkfifo p && { tr a-z A-Z < p & printf 'one\\ntwo\\n' > p; wait; rm p; }");
    }

    @Test
    void showWhatTheyAre() throws InterruptedException {
        assertPrints("prw-r-----\nfifo\nyes\n", "mkfifo -m 640 p; ls -l p | cut -c1-10; stat -c %F p; test -p p && echo yes; rm p");
        assertPrints("prw-r--r--\n", "mknod q p; ls -l q | cut -c1-10; rm q");
    }

    @Test
    void saveTheirWritersFromNobodyReading() throws InterruptedException {
        assertPrints("141\n", "mkfifo p; head -c1 p > /dev/null & sh -c 'yes > p'; echo $?; rm p");
    }

    @Test
    void areMadeInMemoryAndOverTheImageButNotOnTheHost() throws InterruptedException {
        assertPrints("ok\n", "mkfifo $HOME/p && rm $HOME/p && echo ok");
        assertPrints("mkfifo: cannot create fifo '/host/p': Operation not permitted\n1\n", "mkfifo /host/p 2>&1; echo $?");
    }

    @Test
    void complainAsGnus() throws InterruptedException {
        assertPrints("mkfifo: cannot create fifo 'p': File exists\n1\n", "mkfifo p; mkfifo p 2>&1; echo $?; rm p");
        assertPrints("mkfifo: missing operand\nTry 'mkfifo --help' for more information.\n", "mkfifo 2>&1");
        assertPrints("mknod: missing operand after 'x'\n", "mknod x 2>&1 | head -n 1");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Commands of a machine that try to get from a folder it was lent to what lies beside it: by {@code /proc}, links, working directories and descriptors. */
class HostEscapeTest {
    @TempDir
    Path temporary;

    @TestFactory
    Stream<DynamicTest> noneGetsOut() {
        String up = "../".repeat(12);
        return List.of(
                "cat /lent/../outside/secret",
                "cat /lent/sub/../../outside/secret",
                "cat /proc/self/root/OUT/secret",
                "cat /proc/1/root/OUT/secret",
                "cat /proc/self/root/../../OUT/secret",
                "cd /lent/sub; cat /proc/self/cwd/../../outside/secret",
                "cd /lent/sub; cat " + up + "OUT/secret",
                "exec 7< /lent/sub; cat /proc/self/fd/7/../../outside/secret",
                "exec 7< /lent/sub/file; cat /proc/self/fd/7/../../../outside/secret",
                "ln -s OUT /lent/l; cat /lent/l/secret; rm /lent/l",
                "ln -s ../outside /lent/l; cat /lent/l/secret; echo x > /lent/l/new; rm /lent/l",
                "ln -s /proc/self/root/OUT /lent/l; cat /lent/l/secret; rm /lent/l",
                "ln -s /proc/self/cwd/../../outside /lent/l; cd /lent/sub; cat /lent/l/secret; rm /lent/l",
                "cat /lent/hostlink/secret /lent/hostabs",
                "ln /lent/hostabs /lent/hard; cat /lent/hard; rm /lent/hard",
                "ln -L /lent/hostabs /lent/hard; cat /lent/hard",
                "cp -r /lent/hostlink /tmp/copy; cat /tmp/copy/secret",
                "mv /lent/hostlink/secret /tmp/stolen; cat /tmp/stolen",
                "rm -rf /lent/hostlink/secret /lent/hostlink/",
                "find -L /lent /proc/self/cwd -name secret -exec cat {} +",
                "mkdir /lent/x; cd /lent/x; mv /lent/x /lent/sub/x; cat ../../../outside/secret ../../outside/secret; rmdir /lent/sub/x",
                "while :; do mv /lent/sub /lent/bus; mv /lent/bus /lent/sub; done & n=0; while [ $n -lt 200 ]; do cat /lent/sub/../../outside/secret; n=$((n+1)); done; kill $!; wait",
                "chmod 777 /lent/hostabs; touch -d 1999-01-01 /lent/hostabs; truncate -s 0 /lent/hostabs; echo x > /lent/hostabs").stream()
                .map(command -> DynamicTest.dynamicTest(command.length() > 80 ? command.substring(0, 80) : command, () -> attempt(command)));
    }

    private void attempt(String command) throws IOException, InterruptedException {
        Path world = Files.createTempDirectory(temporary, "world");
        Path outside = Files.createDirectory(world.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "SECRET");
        Path lent = Files.createDirectory(world.resolve("lent"));
        Files.createDirectory(lent.resolve("sub"));
        Files.writeString(lent.resolve("sub/file"), "lent");
        Files.createSymbolicLink(lent.resolve("hostlink"), Path.of("../outside"));
        Files.createSymbolicLink(lent.resolve("hostabs"), outside.resolve("secret"));
        var modified = Files.getLastModifiedTime(outside.resolve("secret"));
        try (Machine machine = Machine.builder().asRoot().mountWritable(lent, "/lent").build()) {
            Result result = machine.run(command.replace("OUT", outside.toString()));
            assertFalse((result.output() + result.errors()).contains("SECRET"), result.output());
        }
        assertEquals("SECRET", Files.readString(outside.resolve("secret")));
        assertEquals(modified, Files.getLastModifiedTime(outside.resolve("secret")));
        try (var left = Files.list(outside)) {
            assertEquals(List.of(outside.resolve("secret")), left.toList());
        }
    }
}

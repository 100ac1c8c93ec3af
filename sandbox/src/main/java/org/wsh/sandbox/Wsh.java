// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The {@code wsh} command. */
public final class Wsh {
    /** Our own mistake: as sysexits.h's EX_SOFTWARE. */
    private static final int BUG = 70;

    private Wsh() {}

    /** Does what the command line says and ends the JVM with its status. */
    public static void main(String[] arguments) {
        int status;
        try {
            status = run(arguments, streamKinds());
        } catch (UsageError e) {
            OwnMessages.complain(e.getMessage());
            status = e.status();
        } catch (Throwable bug) {
            OwnMessages.complain("this is a bug in wsh: " + bug);
            bug.printStackTrace();
            status = BUG;
        }
        // Not exit: there is nothing left that a shutdown hook would have to do, and this is the faster way out.
        Runtime.getRuntime().halt(status);
    }

    /** No switch over types on the way of a start: the JVM makes a class for each when it first gets there, in 4 ms. */
    static int run(String[] arguments, String kinds) throws UsageError, InterruptedException {
        Invocation invocation = CommandLine.parse(arguments);
        if (invocation instanceof Invocation.Session session) {
            return new HostSession(session.options(), session.task(), kinds).run();
        }
        return print(invocation instanceof Invocation.Help ? CommandLine.HELP : "wsh " + version() + "\n");
    }

    /** What the launcher has found out about the standard streams; without it they count as pipes. */
    private static String streamKinds() {
        String kinds = System.getProperty("wsh.stdio");
        return kinds == null || kinds.length() != 3 ? "ppp" : kinds;
    }

    private static String version() {
        String version = Wsh.class.getPackage().getImplementationVersion();
        return (version == null ? "unpacked" : version) + " (Java " + Runtime.version() + ")";
    }

    private static int print(String text) {
        try (var out = new FileOutputStream(FileDescriptor.out)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            return 0;
        } catch (IOException e) {
            OwnMessages.complain("standard output: " + e.getMessage());
            return 1;
        }
    }
}

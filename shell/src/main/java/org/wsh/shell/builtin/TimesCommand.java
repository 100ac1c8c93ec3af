// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.ShellProcess;

/** {@code times}. POSIX XCU 2.15. */
record TimesCommand() implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        long[] times = shell.self.times();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            long milliseconds = times[i] / 1_000_000;
            out.append(milliseconds / 60_000).append('m').append(milliseconds / 1000 % 60).append('.');
            String fraction = Long.toString(milliseconds % 1000 * 1000);
            out.append("000000", 0, 6 - fraction.length()).append(fraction).append('s').append(i % 2 == 0 ? ' ' : '\n');
        }
        shell.print(out.toString());
        return 0;
    }
}

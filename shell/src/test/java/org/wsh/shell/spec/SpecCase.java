// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One case of the specification in {@code spec/*.test}:
 *
 * <pre>
 * #### title
 * script
 * ## status: 1              (0 unless said)
 * ## stdin: text            (\n is a newline)
 * ## not dash: why          (the oracle differs, rightly)
 * ## stderr: part of it
 * ## stdout:
 * expected output, to the next ####
 * </pre>
 */
public record SpecCase(String title, String script, String stdout, int status, String stdin, String stderr, boolean oracle) {
    public static final String[] FILES = {
        "quoting", "parameters", "expansion", "splitting", "patterns", "arithmetic", "redirection", "commands", "functions", "builtins",
        "errors", "jobs", "hostile"
    };

    public static List<SpecCase> read(String file) throws IOException {
        try (InputStream in = SpecCase.class.getResourceAsStream(file + ".test")) {
            List<SpecCase> cases = new ArrayList<>();
            for (String text : ("\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8)).split("\n#### ")) {
                if (!text.isBlank() && !text.startsWith("\n// ") && !text.startsWith("// ")) {
                    cases.add(parse(text));
                }
            }
            return cases;
        }
    }

    private static SpecCase parse(String text) {
        String[] lines = text.split("\n", -1);
        StringBuilder script = new StringBuilder();
        String stdout = "";
        String stderr = null;
        String stdin = "";
        int status = 0;
        boolean oracle = true;
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i];
            if (line.equals("## stdout:")) {
                StringBuilder rest = new StringBuilder();
                int end = lines.length;
                while (end > i + 1 && lines[end - 1].isEmpty()) {
                    end--;
                }
                for (int k = i + 1; k < end; k++) {
                    rest.append(lines[k]).append('\n');
                }
                stdout = rest.toString();
                break;
            } else if (line.startsWith("## status: ")) {
                status = Integer.parseInt(line.substring(11));
            } else if (line.startsWith("## stdin: ")) {
                stdin = line.substring(10).replace("\\n", "\n");
            } else if (line.startsWith("## stderr: ")) {
                stderr = line.substring(11);
            } else if (line.startsWith("## not dash: ")) {
                oracle = false;
            } else {
                script.append(line).append('\n');
            }
        }
        return new SpecCase(lines[0], script.toString().stripTrailing(), stdout, status, stdin, stderr, oracle);
    }
}

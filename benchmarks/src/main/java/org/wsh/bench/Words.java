// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Text for sort and grep to work on: words of a made-up language, the frequent ones often, always the same for one size. */
final class Words {
    private static final String[] SYLLABLES = {
        "ka", "lo", "mi", "ter", "an", "sol", "ve", "ru", "in", "dar", "po", "gen", "ul", "is", "wan", "der", "thi", "qua", "ne", "st"
    };

    private Words() {}

    static void write(Path file, long bytes) throws IOException {
        var random = new Random(42);
        var vocabulary = new String[20_000];
        for (int i = 0; i < vocabulary.length; i++) {
            var word = new StringBuilder();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            }
            vocabulary[i] = word.toString();
        }
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            long written = 0;
            while (written < bytes) {
                int words = 4 + random.nextInt(10);
                for (int i = 0; i < words; i++) {
                    // Zipf, nearly: small numbers come often.
                    String word = vocabulary[(int) Math.pow(vocabulary.length, random.nextDouble()) - 1];
                    if (i == 0) {
                        word = Character.toUpperCase(word.charAt(0)) + word.substring(1);
                    }
                    out.write(word);
                    out.write(i == words - 1 ? '\n' : random.nextInt(12) == 0 ? ',' : ' ');
                    written += word.length() + 1;
                }
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.util.ArrayList;
import java.util.List;

/** How one list of lines becomes another: {@code @ LINE} (of the first, from 1), then lines that go ({@code -}) and that come ({@code +}). Lines that begin with # say why. */
record LineChanges(List<Change> changes) {
    static final LineChanges NONE = new LineChanges(List.of());

    /** From line {@code at} (from 0), {@code old} becomes {@code now}. */
    record Change(int at, List<String> old, List<String> now) {}

    boolean isEmpty() {
        return changes.isEmpty();
    }

    static LineChanges parse(List<String> lines) {
        List<Change> changes = new ArrayList<>();
        for (String line : lines) {
            switch (line.isEmpty() ? '#' : line.charAt(0)) {
                case '#' -> {}
                case '@' -> changes.add(new Change(Integer.parseInt(line.substring(2)) - 1, new ArrayList<>(), new ArrayList<>()));
                case '-' -> changes.getLast().old().add(line.substring(1));
                case '+' -> changes.getLast().now().add(line.substring(1));
                default -> throw new IllegalArgumentException(line);
            }
        }
        return new LineChanges(changes);
    }

    List<String> format() {
        List<String> lines = new ArrayList<>();
        for (Change change : changes) {
            lines.add("@ " + (change.at() + 1));
            change.old().forEach(line -> lines.add("-" + line));
            change.now().forEach(line -> lines.add("+" + line));
        }
        return lines;
    }

    /** The lines after the changes; one that does not fit is said in the place of its lines. */
    List<String> apply(List<String> lines) {
        List<String> result = new ArrayList<>();
        int next = 0;
        for (Change change : changes) {
            result.addAll(lines.subList(next, change.at()));
            next = change.at() + change.old().size();
            List<String> there = lines.subList(change.at(), Math.min(next, lines.size()));
            result.addAll(there.equals(change.old()) ? change.now() : List.of("does not fit: line " + (change.at() + 1) + " is not " + change.old()));
        }
        result.addAll(lines.subList(next, lines.size()));
        return result;
    }

    /** By the longest common subsequence. */
    static LineChanges between(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j)) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<Change> changes = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                i++;
                j++;
                continue;
            }
            Change change = new Change(i, new ArrayList<>(), new ArrayList<>());
            while (i < before.size() || j < after.size()) {
                if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                    break;
                }
                if (j == after.size() || i < before.size() && common[i + 1][j] >= common[i][j + 1]) {
                    change.old().add(before.get(i++));
                } else {
                    change.now().add(after.get(j++));
                }
            }
            changes.add(change);
        }
        return new LineChanges(changes);
    }
}

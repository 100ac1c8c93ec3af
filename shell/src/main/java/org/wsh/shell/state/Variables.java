// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.wsh.shell.syntax.Name;

/**
 * Variables and what is known of them. POSIX XCU 2.5.3. Their weight is kept in the {@link Account}. A function's {@code local} ones
 * hide others until the function ends.
 */
public final class Variables {
    /** {@code value} is null when only the attributes were set. */
    public record Variable(String value, boolean exported, boolean readOnly) {
        static final Variable UNSET = new Variable(null, false, false);
    }

    private final Map<String, Variable> all;
    /** For each running function what its local variables hide; null until it declares one. */
    private final ArrayList<Map<String, Variable>> hidden = new ArrayList<>();
    private Account account;
    private int pathChanges;

    Variables(Account account) {
        this.account = account;
        all = new HashMap<>();
    }

    private Variables(Map<String, Variable> all) {
        this.all = all;
    }

    /** For a subshell: what it changes is its own. {@link #chargeTo} comes next, in the child. */
    Variables copy() {
        Variables copy = new Variables(new HashMap<>(all));
        for (Map<String, Variable> frame : hidden) {
            copy.hidden.add(frame == null ? null : new HashMap<>(frame));
        }
        return copy;
    }

    void chargeTo(Account account) {
        this.account = account;
        for (Map.Entry<String, Variable> entry : all.entrySet()) {
            account.keep(weight(entry.getKey(), entry.getValue()));
        }
    }

    private static long weight(String name, Variable variable) {
        return variable == null
                ? 0
                : 96 + Account.weight(name.length()) + (variable.value == null ? 0 : Account.weight(variable.value.length()));
    }

    /** The value; null when unset. */
    public String get(String name) {
        Variable variable = all.get(name);
        return variable == null ? null : variable.value;
    }

    public String getOr(String name, String otherwise) {
        String value = get(name);
        return value == null ? otherwise : value;
    }

    public Variable lookup(String name) {
        return all.getOrDefault(name, Variable.UNSET);
    }

    /** Changes with every assignment to PATH: remembered locations are then wrong. */
    public int pathChanges() {
        return pathChanges;
    }

    /** Assigns. Fails with a {@link ShellError} when it is read-only. */
    public void set(String name, String value) {
        Variable old = lookup(name);
        if (old.readOnly) {
            throw new ShellError(name + ": is read only");
        }
        put(name, new Variable(value, old.exported, false));
    }

    public void export(String name, boolean exported) {
        Variable old = lookup(name);
        put(name, new Variable(old.value, exported, old.readOnly));
    }

    public void protect(String name) {
        Variable old = lookup(name);
        put(name, new Variable(old.value, old.exported, true));
    }

    public void unset(String name) {
        Variable old = lookup(name);
        if (old.readOnly) {
            throw new ShellError(name + ": is read only");
        }
        put(name, null);
    }

    /** Restores what {@link #lookup} gave before. */
    public void restore(String name, Variable variable) {
        put(name, variable == Variable.UNSET ? null : variable);
    }

    private void put(String name, Variable variable) {
        account.keep(weight(name, variable) - weight(name, all.get(name)));
        if (name.equals("PATH")) {
            pathChanges++;
        }
        if (variable == null) {
            all.remove(name);
        } else {
            all.put(name, variable);
        }
    }

    // Functions.

    public void enterFunction() {
        hidden.add(null);
    }

    public void leaveFunction() {
        Map<String, Variable> frame = hidden.remove(hidden.size() - 1);
        if (frame != null) {
            for (Map.Entry<String, Variable> entry : frame.entrySet()) {
                restore(entry.getKey(), entry.getValue());
            }
        }
    }

    public boolean inFunction() {
        return !hidden.isEmpty();
    }

    /** Makes {@code name} local to the running function; it keeps its value until assigned, as in dash. */
    public void declareLocal(String name) {
        int last = hidden.size() - 1;
        Map<String, Variable> frame = hidden.get(last);
        if (frame == null) {
            frame = new HashMap<>();
            hidden.set(last, frame);
        }
        if (!frame.containsKey(name)) {
            account.keep(64);
            frame.put(name, lookup(name));
        }
    }

    // Everything.

    /** All by name, in order. */
    public Map<String, Variable> sorted() {
        return new TreeMap<>(all);
    }

    /** What programs get: {@code NAME=VALUE}, in order of names so that runs are alike. */
    public List<String> environment() {
        List<String> texts = new ArrayList<>();
        for (Map.Entry<String, Variable> entry : all.entrySet()) {
            if (entry.getValue().exported && entry.getValue().value != null) {
                texts.add(entry.getKey().concat("=").concat(entry.getValue().value));
            }
        }
        texts.sort(null);
        return texts;
    }

    /** Takes over what this process was started with; what is no name is left out. */
    public void importEnvironment(List<String> texts) {
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals > 0 && Name.is(text.substring(0, equals))) {
                put(text.substring(0, equals), new Variable(text.substring(equals + 1), true, false));
            }
        }
    }
}

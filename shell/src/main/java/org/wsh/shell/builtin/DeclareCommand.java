// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import java.util.Map;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Quoting;
import org.wsh.shell.state.ShellError;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.state.Variables;
import org.wsh.shell.syntax.Name;

/** {@code export}, {@code readonly} (POSIX XCU 2.15) and {@code local} (an extension all shells have). */
record DeclareCommand(DeclareCommand.Kind kind) implements Builtin {
    enum Kind {
        EXPORT,
        READONLY,
        LOCAL
    }

    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        boolean print = arguments.size() == 1;
        boolean remove = false;
        var options = new BuiltinOptions(arguments);
        while (options.next()) {
            switch (options.letter()) {
                case 'p' -> print = true;
                case 'n' -> remove = kind == Kind.EXPORT;
                default -> throw new ShellError(options.complaint());
            }
        }
        if (kind == Kind.LOCAL && !shell.state.variables.inFunction()) {
            throw new ShellError("local: not in a function");
        }
        if (print && options.operands().isEmpty()) {
            print(shell, arguments.get(0));
            return 0;
        }
        for (String operand : options.operands()) {
            declare(shell, operand, remove);
        }
        return 0;
    }

    private void declare(ShellProcess shell, String argument, boolean remove) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        if (!Name.is(name)) {
            throw new ShellError((kind == Kind.LOCAL ? "local: " : "") + name + ": bad variable name");
        }
        if (kind == Kind.LOCAL) {
            shell.state.variables.declareLocal(name);
        }
        if (equals >= 0) {
            shell.assign(name, argument.substring(equals + 1));
        }
        switch (kind) {
            case EXPORT -> shell.state.variables.export(name, !remove);
            case READONLY -> shell.state.variables.protect(name);
            case LOCAL -> {}
        }
    }

    private void print(ShellProcess shell, String name) {
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, Variables.Variable> entry : shell.state.variables.sorted().entrySet()) {
            Variables.Variable variable = entry.getValue();
            if (kind == Kind.EXPORT && !variable.exported() || kind == Kind.READONLY && !variable.readOnly() || kind == Kind.LOCAL) {
                continue;
            }
            shell.account.hold(256 + 8L * (variable.value() == null ? 0 : variable.value().length()));
            out.append(name).append(' ').append(entry.getKey());
            if (variable.value() != null) {
                out.append('=').append(Quoting.always(variable.value()));
            }
            out.append('\n');
        }
        shell.print(out.toString());
    }
}

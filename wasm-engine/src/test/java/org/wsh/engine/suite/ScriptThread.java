// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.suite;

import java.util.Map;

/** A thread command: runs its commands as a script of its own. What it counted is added to its parent's when that waits for it. */
final class ScriptThread {
    private final Script script;
    private final Thread thread;

    private ScriptThread(Script script, Map<String, Object> command) {
        this.script = script;
        this.thread = Thread.ofPlatform().daemon().start(() -> script.run(command));
    }

    static ScriptThread start(Script parent, Map<String, Object> command) {
        return new ScriptThread(parent.thread((String) command.get("shared_module")), command);
    }

    void join(Script parent) throws InterruptedException {
        thread.join(60_000);
        if (thread.isAlive()) {
            throw new AssertionError("the thread hangs");
        }
        parent.passed += script.passed;
        parent.failures.addAll(script.failures);
    }
}

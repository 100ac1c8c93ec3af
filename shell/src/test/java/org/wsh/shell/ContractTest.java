// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wsh.process.signal.Signal;
import org.wsh.shell.job.Job;

/** The hosted program's contract: it can be killed and limited wherever it is, and leaves nothing behind. */
class ContractTest {
    private final MiniMachine machine = new MiniMachine();

    @Nested
    class Killing {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "while :; do :; done",
                    "until false; do :; done",
                    "f() { while :; do return 2>/dev/null; done; }; while :; do f; done",
                    "while :; do x=$((x+1)); done",
                    "while :; do case aaaa in *b) ;; esac; done",
                    "while :; do for i in a b c; do continue; done; done",
                    "while :; do echo a; done >/dev/null",
                    "while :; do $(:); done",
                    "while :; do (:); done",
                    "while :; do : | :; done",
                    "while :; do eval :; done",
                    "x=$(while :; do :; done)",
                    "while read x; do :; done",
                    "set -- a b c; while :; do set -- \"$@\"; shift; set -- a b c; done",
                    "trap '' INT TERM HUP; while :; do :; done",
                    "x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; x=$x$x$x$x$x$x; x=$x$x$x$x$x$x; x=$x$x$x$x$x$x; x=$x$x$x$x$x$x; while :; do y=${x##*a*a*a*a*a*b}; done",
                    "while :; do printf '%d' 1 2 3; done > /dev/null",
                    "while :; do test a = b; done",
                    "while :; do wait; done",
                    "sleep 1000",
                    "sleep 1000 & wait"
                })
        void endsItAtOnce(String script) {
            MiniPipe out = new MiniPipe(Integer.MAX_VALUE);
            MiniPipe in = new MiniPipe(65536);
            MiniProcess shell = new MiniProcess(machine, machine.newPid(), null, List.of("sh", "-c", script), List.of("PATH=/bin"));
            in.writers++;
            shell.descriptors.put(0, new MiniOpen.OfPipe(in, true), false);
            shell.descriptors.put(1, new MiniOpen.OfPipe(out, false), false);
            shell.descriptors.put(2, new MiniOpen.OfPipe(out, false), false);
            long before = shell.polls; // read first: what only waits may have done all its polls a moment later
            machine.start(shell, new Shell());
            await().atMost(Duration.ofSeconds(60)).until(() -> shell.polls > before + 10 || machine.processes.size() > 1 || hasBecomeAnother(shell));
            synchronized (machine) {
                for (MiniProcess process : List.copyOf(machine.processes.values())) {
                    process.deliver(Signal.KILL);
                }
            }
            assertEquals(137, Job.statusOf(machine.await(shell)));
        }

        private boolean hasBecomeAnother(MiniProcess shell) {
            synchronized (machine) {
                return machine.processes.get(shell.pid) != shell;
            }
        }
    }

    @Nested
    class Memory {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x=a; while :; do x=$x$x; done",
                    "x=a; while :; do x=\"$x${x}b\"; done",
                    "set -- a; while :; do set -- \"$@\" \"$@\"; done",
                    "i=0; while :; do i=$((i+1)); eval v$i=x; done",
                    "i=0; while :; do i=$((i+1)); eval \"f$i() { :; }\"; done",
                    "i=0; while :; do i=$((i+1)); alias a$i=b; done",
                    "x=$(yes)",
                    "yes | { x=; while read y; do x=$x$y$x; done; }; exit 2",
                    "x=aaaaaaaaaaaaaaaa; f() { f \"$1$1\"; }; f $x",
                    "x='echo a;'; while :; do x=$x$x; eval \"$x\" >/dev/null; done",
                    "x=a; while :; do x=${x#b}$x; : ${x%b*}; done",
                    "x=1; while :; do x=$((x))$x; x=\"$x$(echo $x)\" || exit 2; done",
                    "x=a; while :; do x=$x$x; cat <<E >/dev/null\n$x\nE\ndone",
                    "x=a; while :; do x=$x$x; printf '%s' \"$x\" >/dev/null; done",
                    "x=*; while :; do x=$x$x; case a in $x) ;; esac; done",
                    "export x=a; while :; do x=$x$x; /bin/cat </dev/null; done"
                })
        void isRefusedBeforeItIsTaken(String script) {
            machine.memoryLimit = 16 << 20;
            MiniMachine.Result result = machine.sh(script);
            assertEquals(2, result.status(), result.err());
            assertTrue(result.process().failure == null);
            await().atMost(Duration.ofSeconds(60)).until(() -> machine.memory == 0);
        }

        @Test
        void comesBackWhenVariablesAreUnset() {
            machine.memoryLimit = 4 << 20;
            MiniMachine.Result result = machine.sh(
                    "x=0123456789; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x; i=0;"
                            + "while [ $i -lt 2000 ]; do y=$x; unset y; f() { echo 0123456789; }; unset -f f; alias a=b; unalias a;"
                            + "g() { local z=$x; set -- $x; }; g; set -- $x; i=$((i+1)); done; echo ok");
            assertEquals("ok\n", result.out(), result.err());
        }
    }

    @Nested
    class Descriptors {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "echo a > f; cat < f > g; { echo b; } > h 2>&1; (echo c) > i",
                    "cat <<E\na\nE\n x=$(cat < /dev/null); : | : | :",
                    "cat < nosuch; { :; } < nosuch; f() { :; } < nosuch; f",
                    "for i in 1 2 3; do echo $i; done > f; while read x; do :; done < f",
                    "eval 'echo a > f'; command . ./nosuch 2>/dev/null",
                    "nosuch > f; ./nosuch > f; true & wait",
                    "echo a 3> f 4>&3 5< f >&4"
                })
        void areAllGivenBack(String script) {
                        machine.program("/bin/fds", self -> {
                StringBuilder open = new StringBuilder();
                for (int fd = 0; fd < 300; fd++) {
                    open.append(self.isOpen(fd) ? fd + " " : "");
                }
                MiniPrograms.say(self, "open: " + open + "\n");
                return 0;
            });
            MiniMachine.Result result = machine.sh(script + "\nexec /bin/fds");
            assertTrue(result.out().endsWith("open: 0 1 2 \n"), () -> result.out() + result.err());
        }
    }

    @Test
    void theNestingLimitHoldsOnASmallStack() {
        machine.stackBytes = 1 << 20;
        for (String script : new String[] {
            "f() { f; }; f",
            "f() { ! { true && { false || x=1 f; } >/dev/null; } }; f",
            "f() { eval 'eval f'; }; f",
            "f() { case a in a) for i in 1; do if :; then (exit 1) || f \"${x:-${x:-a}}\"; fi; done;; esac; }; f",
            "f() { f ${x:-${x:-${x:-${x:-${x:-${x:-${x:-$((((((1))))))}}}}}}}; }; f"
        }) {
            MiniMachine.Result result = machine.sh(script);
            assertEquals(2, result.status(), result.err());
            assertTrue(result.process().failure == null, script);
        }
    }
}

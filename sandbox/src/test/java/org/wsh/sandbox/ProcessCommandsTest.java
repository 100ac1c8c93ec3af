// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that look at processes and change how they run, on a machine whose clock is its own. */
class ProcessCommandsTest {
    private static Result run(String command) throws InterruptedException {
        try (Machine machine = Machine.builder().memory(256 << 20).deterministic(1).build()) {
            return machine.run(command);
        }
    }

    /** The output as a pattern, lines joined by a tilde. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '^', quoteCharacter = '@', textBlock = """
            nice                                        ^ 0~
            nice -n 5 nice                              ^ 5~
            nice -7 nice                                ^ 7~
            nice -n 5 nice -n 30 nice                   ^ 19~
            nice -n -1 nice                             ^ nice: cannot set niceness: Permission denied~0~
            nice -n 1                                   ^ (?s)nice: a command must be given with an adjustment~.*
            nice nosuch                                 ^ nice: 'nosuch': No such file or directory~
            nice -n 4 sh -c "renice -n 6 \\$\\$"          ^ \\d+ \\(process ID\\) old priority 4, new priority 6~
            renice 1 -p 1                               ^ renice: failed to set priority for 1 \\(process ID\\): Operation not permitted~
            nice -n 3 ps -o ni=; true                   ^ (?s)~*  0~  3~
            sleep 9 & pstree; true                      ^ init---sh-\\+-pstree~ {10}`-sleep~
            sleep 9 & sleep 9 & pstree; true            ^ init---sh-\\+-pstree~ {10}`-2\\*\\[sleep\\]~
            sleep 9 & pstree -a 2; true                 ^ (?s)sh -c .*~  \\|-pstree -a 2~  `-sleep 9~
            pstree -p 1; true                           ^ init\\(1\\)---sh\\(2\\)---pstree\\(\\d+\\)~
            time -p sleep 2                             ^ real 2.00~user 0.00~sys 0.00~
            time -f %e,%x,%C sh -c "sleep 1; exit 3"  ^ Command exited with non-zero status 3~1.00,3,sh -c sleep 1; exit 3~
            seq 1000000 > /dev/null; exec time -f %U true  ^ 0.00~
            time sh -c "kill -9 \\$\\$"                   ^ (?s)Command terminated by signal 9~.*elapsed.*
            sleep 7300; uptime                          ^ @ 02:01:40 up  2:01,  0 users,  load average: \\d.\\d\\d, \\d.\\d\\d, \\d.\\d\\d~@
            sleep 86400; uptime -p                      ^ up 1 day~
            uptime -s                                   ^ 2026-01-01 00:00:00~
            free -m                                     ^ (?s) +total +used +free +shared +buff/cache +available~Mem: +256 +\\d+ +\\d+ +0 +0 +\\d+~Swap: +0 +0 +0~
            top -b -n 1; true                           ^ (?s)top - .*~Tasks: +3 total, +1 running, +2 sleeping, +0 stopped, +0 zombie~%Cpu\\(s\\):.*~ +PID USER +PR  NI +VIRT +RES +SHR S +%CPU +%MEM +TIME\\+ COMMAND~.* top~.*
            """)
    void says(String command, String pattern) throws InterruptedException {
        Result result = run(command);
        String said = (result.errors() + result.output()).replace('\n', '~');
        assertTrue(said.matches(pattern), said);
    }

    @Test
    void topShowsWhoIsBusyFirst() throws InterruptedException {
        String said = run("(while :; do :; done) & sleep 0.3; top -b -n 1 -d 1 | sed -n 8p; kill $!").output();
        assertTrue(said.matches(" +\\d+ user +20 +0 +\\d+ +\\d+ +0 [RS] +\\d+\\.\\d +\\d\\.\\d +0:00\\.\\d\\d sh\n"), said);
    }

    /** With one processor, all of it goes to two who spin, in proportion to their weights: nice 10 is worth about a tenth of nice 0. */
    @Test
    void niceIsAWeight() throws InterruptedException {
        String said = run("""
                (while :; do :; done) & a=$!
                nice -n 10 sh -c 'while :; do :; done' & b=$!
                sleep 1; cat /proc/$a/stat /proc/$b/stat | cut -d' ' -f14; kill $a $b""").output();
        String[] ticks = said.strip().split("\\s+");
        assertEquals(2, ticks.length, said);
        double ratio = Double.parseDouble(ticks[0]) / Double.parseDouble(ticks[1]);
        assertTrue(ratio > 7 && ratio < 12, said);
    }
}

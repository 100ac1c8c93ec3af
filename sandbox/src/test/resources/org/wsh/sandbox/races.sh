# SPDX-License-Identifier: Apache-2.0
# What races in a machine: pipelines, subshells, traps, timers, spinners, forks, threads, signals, random numbers. What is printed depends on
# who was when where. The test programs' folder is /p. DeterminismTest, LauncherIT and benchmarks/deterministic run it.
for i in 1 2 3; do
  ( seq 1 300 | sort -rn | head -2; echo done $i ) &
done
seq 1 3000 | grep 7 | sort | uniq -c | sort -rn | head -3
sleep 0.01 & sleep 0.02 & wait
(trap 'echo caught after $n; exit 3' TERM; n=0; while :; do n=$((n+1)); done) & p=$!
sleep 0.002; kill $p; wait $p; echo status $?
head -c 8 /dev/urandom | od -An -tx1; date; ps; cat /proc/uptime
/p/threads_races.wasm | cat | tr a-c A-C & /p/threads_ends.wasm wait & sleep 0.01
kill -9 $!; wait $!; echo killed: $?; wait
ps; cat /proc/uptime

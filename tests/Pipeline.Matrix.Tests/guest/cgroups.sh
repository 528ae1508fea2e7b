#!/bin/sh
# cgroups.sh FOLDER: makes a cgroup (v2) and one below it, does something about each bound in it, and prints what their files say, the rows of the source
# processes, and what the files say then: lines "FILE cgroup/file", "LINE text" of it, and "ROW json".
top=/sys/fs/cgroup
echo "+cpu +memory +io +pids" >$top/cgroup.subtree_control
mkdir $top/mx
echo "+cpu +memory +io +pids" >$top/mx/cgroup.subtree_control
mkdir $top/mx/leaf
echo 33554432 >$top/mx/memory.max
echo 1048576 >$top/mx/leaf/memory.low
echo "10000 50000" >$top/mx/leaf/cpu.max
echo 250 >$top/mx/leaf/cpu.weight
echo 4 >$top/mx/leaf/pids.max

# inside COMMAND...: runs it in the lower one.
inside() { sh -c 'echo $$ >"$0/cgroup.procs"; exec "$@"' $top/mx/leaf "$@"; }

inside timeout 1 sh -c 'while :; do :; done'
# It has been throttled: what follows need not take five times as long.
echo "80000 100000" >$top/mx/leaf/cpu.max
inside dd if=/dev/zero of=/tmp/kept bs=65536 count=32
inside dd if=/dev/zero of=/dev/null bs=100M count=1 && echo "it had the memory" >&2
inside sh -c 'for n in 1 2 3 4 5 6; do sleep 2 & done; wait'
inside dd if=/dev/zero of=/dev/vda bs=65536 count=16 oflag=direct
inside dd if=/dev/vda of=/dev/null bs=65536 count=8 iflag=direct

# A shell that may not fork ends before those that it could.
until [ -z "$(cat $top/mx/leaf/cgroup.procs)" ]; do sleep 0.1; done

files() {
    for cgroup in mx mx/leaf; do
        for file in "$top/$cgroup"/cpu.* "$top/$cgroup"/memory.* "$top/$cgroup"/io.* "$top/$cgroup"/pids.* "$top/$cgroup"/irq.*; do
            [ -f "$file" ] || continue
            echo "FILE /$cgroup/$(basename "$file")"
            sed 's/^/LINE /' "$file" 2>/dev/null
        done
    done
}

cat >"$1/cgroups.toml" <<'END'
[pipeline]
stop_deadline = "5m"
[sources.machine]
type = "processes"
tables = [
    "cgroup_cpu", "cgroup_cpu_cfs", "cgroup_cpu_limit", "cgroup_cpu_weight", "cgroup_memory", "cgroup_memory_peak", "cgroup_memory_swap", "cgroup_memory_stat",
    "cgroup_memory_limit", "cgroup_memory_events", "cgroup_io", "cgroup_pids", "cgroup_pids_limit", "cgroup_pressure",
]
interval = "1h"
[sinks.rows]
type = "stdout"
format = "json"
inputs = ["machine"]
END
echo BEFORE
files
"${PIPELINE_HOME:-/opt/pipeline}/pipeline" run "$1/cgroups.toml" --for 1s >"$1/cgroups.rows" 2>"$1/cgroups.log" || cat "$1/cgroups.log" >&2
sed 's/^/ROW /' "$1/cgroups.rows"
echo AFTER
files
rm /tmp/kept
rmdir $top/mx/leaf $top/mx

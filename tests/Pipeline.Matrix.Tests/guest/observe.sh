#!/bin/sh
# observe.sh FOLDER SOURCES [CGROUP]: runs FOLDER/config.toml around the workload, which begins once each of so many sources is attached or has said why it is not.
# It runs in the cgroup whose folder is given.
# Leaves rows, log, workload.log and ledger.json in the folder; the host's exit code is the script's.
cd "$1" || exit
"${PIPELINE_HOME:-/opt/pipeline}/pipeline" run config.toml --ledger ledger.json >rows 2>log </dev/null &
host=$!
until [ "$(grep -cE ' is attached, variant | cannot run here: ' log)" -ge "$2" ]; do
    kill -0 $host || break
    # Each look is some processes, of which all programs tell.
    sleep 1
done
timeout 1500 sh -c '[ -z "$2" ] || echo $$ >"$2/cgroup.procs"; exec sh workload.sh "$1"' enter "$1" "$3" >workload.log 2>&1
# A last row may still be on its way through a worker of the kernel's own.
sleep 1
kill -TERM $host
wait $host
code=$?
# Of what others do meanwhile there may be gigabytes, which nobody looks at.
[ -z "$3" ] || {
    LC_ALL=C grep -e '"comm":"busybox-mx"' -e '^{"table":"sockets__' rows >ours
    LC_ALL=C grep -v -e '"comm":' -e '^{"table":"sockets__' rows >>ours
    mv ours rows
}
exit $code

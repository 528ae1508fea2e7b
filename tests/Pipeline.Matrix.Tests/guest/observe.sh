#!/bin/sh
# observe.sh FOLDER SOURCES: runs FOLDER/config.toml around the workload, which begins once each of so many sources is attached or has said why it is not.
# Leaves rows, log, workload.log and ledger.json in the folder; the host's exit code is the script's.
cd "$1" || exit
"${PIPELINE_HOME:-/opt/pipeline}/pipeline" run config.toml --ledger ledger.json >rows 2>log </dev/null &
host=$!
until [ "$(grep -cE ' is attached, variant | cannot run here: ' log)" -ge "$2" ]; do
    kill -0 $host || break
    # Each look is some processes, of which all programs tell.
    sleep 1
done
timeout 1500 sh workload.sh "$1" >workload.log 2>&1
# A last row may still be on its way through a worker of the kernel's own.
sleep 1
kill -TERM $host
wait $host

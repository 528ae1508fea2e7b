#!/bin/sh
# workload.sh FOLDER: makes what the programs watch, each thing a few times. Everything is done by a process called busybox-mx or at ports 17000 to 17009, by which
# its rows are told from the rest of the machine. DISK names a disk that may be overwritten, where there is one.
mx=$1/busybox-mx
cp "$(busybox which busybox)" "$mx"

# Programs: found, not found, by way of an interpreter, with many arguments.
printf '#!%s sh\n:\n' "$mx" >"$1/script.mx"
chmod +x "$1/script.mx"
for word in one two three; do
    "$mx" true "$word" "two words" ""
    "$1/script.mx" "$word"
    "$mx" env "$1/missing" "$word"
done

# Ends: codes and signals.
"$mx" sh -c 'exit 3'
for signal in KILL TERM; do
    "$mx" sleep 1000 &
    # Not before it is called that.
    until grep -q busybox-mx /proc/$!/comm; do sleep 0.1; done
    kill -$signal $!
done
wait

# Ends for want of memory: of a cgroup's limit (v2), and as if the machine had none. Only in a guest, of which nobody misses anything.
if [ -n "$DISK" ]; then
    echo +memory >/sys/fs/cgroup/cgroup.subtree_control
    small=/sys/fs/cgroup/mx-small
    mkdir $small
    echo 20M >$small/memory.max
    "$mx" sh -c "echo \$\$ >$small/cgroup.procs; exec $mx tail /dev/zero"
    grep oom_kill $small/memory.events
    rmdir $small
    "$mx" sh -c "echo 1000 >/proc/self/oom_score_adj; exec $mx sleep 1000" &
    until grep -q 1000 /proc/$!/oom_score_adj; do sleep 0.1; done
    echo f >/proc/sysrq-trigger
    wait
fi

# Files.
"$mx" dd if=/dev/zero of="$1/file" bs=4096 count=16
"$mx" cat "$1/file" >/dev/null
"$mx" cat "$1/missing"
"$mx" mv "$1/file" "$1/file.moved"
"$mx" rm "$1/file.moved"

# Disks: a file behind a loop device, written around the page cache; and one that interrupts. With a number that nobody is given who asks for a free one.
loop=$1/loop
"$mx" mknod "$loop" b 7 177
"$mx" dd if=/dev/zero of="$1/disk" bs=1M count=8
"$mx" losetup "$loop" "$1/disk"
"$mx" dd if=/dev/zero of="$loop" bs=4096 count=32 oflag=direct conv=fsync
"$mx" dd if="$loop" of=/dev/null bs=16384 count=16 iflag=direct
"$mx" losetup -d "$loop"
[ -z "$DISK" ] || "$mx" dd if=/dev/zero of="$DISK" bs=4096 count=64 oflag=direct conv=fsync

# Connections: made, refused, over both versions. Each end says its line and closes.
for address in 127.0.0.1 ::1; do
    echo hello | "$mx" nc -l -p 17001 >"$1/received" &
    for try in $(seq 1000); do
        ! busybox netstat -ltn | grep -q ':17001 ' || break
        sleep 0.1
    done
    echo there | "$mx" nc $address 17001
    "$mx" nc $address 17002 </dev/null
    wait
done

# Bytes moved in all ways there are.
"$1/moving/busybox-mx"

# Plain text under TLS: said only when each library, or program that has it inside, is observed by all who observe.
mkfifo "$1/go"
port=17006
for program in openssl inside gnutls golang; do
    "$1/speaking/$program" $program $port <"$1/go" &
    port=$((port + 1))
done
exec 3>"$1/go"
observers=$(grep -c 'sockets.bpf.o is attached' "$1/log")
for try in $(seq 2000); do
    [ "$(grep -c "$1/speaking/.* is observed" "$1/log")" -lt $((4 * observers)) ] || break
    sleep 0.5
done
exec 3>&-
wait

# Segments sent again: a listener that nobody serves takes two connections and leaves the first segments of others unanswered.
"$mx" nc -l -p 17003 &
listener=$!
for try in $(seq 1000); do
    ! busybox netstat -ltn | grep -q ':17003 ' || break
    sleep 0.1
done
kill -STOP $listener
# Not before it stands still: it would take one more, and there would be room for those whose segments are to go without an answer.
until grep -q ') T ' /proc/$listener/stat; do sleep 0.1; done
clients=
for client in 1 2 3 4; do
    "$mx" nc 127.0.0.1 17003 </dev/null &
    clients="$clients $!"
done
# Until all have asked at port 17003, and one of those without an answer (02) again.
for try in $(seq 1000); do
    ! busybox awk '$3 ~ /:426B$/ { all++; again += $4 == "02" && $7 + 0 > 0 } END { exit all < 4 || !again }' /proc/net/tcp || break
    sleep 0.2
done
# The listener last: when it is gone the others end by themselves.
kill -9 $clients $listener
wait

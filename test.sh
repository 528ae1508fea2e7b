#!/usr/bin/env bash
# The one test command. Sets up what the tests need, builds everything and runs it; ends with a line `N passed, N failed, N skipped`.
#   ./test.sh              everything but soak
#   ./test.sh fast         without qemu, and with a fifth of the rows
#   ./test.sh soak         everything, with long fuzzing and long faults
#   ./test.sh NAME         tests whose full name contains NAME (Matrix: the kernels of docs/kernels.md)
#   ./test.sh --rootless   only what needs no root (with any of the above)
set -euo pipefail
cd "$(dirname "$0")"
source ./setup.sh

filters=()
mode=default
for word in "$@"; do
    case "$word" in
        --rootless) filters+=(-trait- "needs=root") ;;
        fast) mode=fast ;;
        soak) mode=soak ;;
        -*) die "unknown option $word (expected fast, soak, --rootless or part of a test's name)" ;;
        *) filters+=(-method "*$word*") ;;
    esac
done
case $mode in
    fast)
        filters+=(-trait- "needs=qemu" -trait- "size=soak")
        # What the fan-out delivers.
        export PIPELINE_ROWS="${PIPELINE_ROWS:-200000}"
        ;;
    default) filters+=(-trait- "size=soak") ;;
    soak)
        # Other inputs each time, and the same ones again for who asks for them.
        export PIPELINE_FUZZ="${PIPELINE_FUZZ:-10000000}" PIPELINE_FUZZ_SEED="${PIPELINE_FUZZ_SEED:-$(date +%s)}"
        say "fuzzing with PIPELINE_FUZZ=$PIPELINE_FUZZ PIPELINE_FUZZ_SEED=$PIPELINE_FUZZ_SEED"
        ;;
esac

# What boots other kernels is what takes longest to install.
[ "$mode" = fast ] || need_packages qemu-system-x86 cpio kmod xz-utils
# To build; to see what others see; the clients and servers that tests set against each other.
need_packages libbpf1 libbpf-dev librdkafka1 libc6-dev liburing-dev clang-19 llvm-19 make bpftool busybox-static protobuf-compiler
need_packages bpftrace curl jq libbpf-tools strace systemd tcpdump tshark python3 python3-dnspython python3-jsonschema python3-prometheus-client python3-snappy procps util-linux iproute2 tmux zsh fish
need_packages amqp-tools bind9-dnsutils gnutls-bin golang-go golang-google-grpc-dev kcat libgnutls28-dev libssl-dev logrotate mariadb-client mosquitto-clients nghttp2-client
need_packages conmon golang-github-googleapis-gnostic-dev nghttp2-server openjdk-17-jdk-headless openssl podman python3-bson python3-cassandra python3-grpcio
need_packages python3-lz4 python3-mysqldb python3-paho-mqtt python3-pika python3-pylibmc python3-pymemcache python3-pymysql python3-redis redis-tools runc sysbench
need_packages wrk
need_servers bind9=named containerd=containerd docker.io=docker haproxy=haproxy mariadb-server=mariadb memcached=memcached mosquitto=mosquitto
need_servers nats-server=nats-server nghttp2-proxy=nghttpx
# Others' packages have it at the same path, and Debian's cannot stand beside them.
command -v kubectl >/dev/null || need_packages kubernetes-client
need_servers nginx-light=nginx postgresql=postgresql prometheus=prometheus rabbitmq-server=rabbitmq-server redis-server=redis-server
need_npm tests/Pipeline.Otlp.Tests/Encoding/Witness artifacts/otlp-witness
need_npm tests/Pipeline.Servers.Tests/npm artifacts/database-clients
need_npm tests/Pipeline.Kubernetes.Tests/Deploy/npm artifacts/kubernetes-types
need_dotnet
need_tracefs
build_installation
say "building the tests"
dotnet build Pipeline.slnx --configuration Debug --verbosity quiet --nologo >&2

export PIPELINE_HOME="$PWD/artifacts/pipeline"

# run NAME: one project, its output in a log, its status beside it.
run() {
    local log=artifacts/test-$1.log status=0
    say "running $1"
    # The shell lets what runs in its background ignore Ctrl-C and Ctrl-\, as nohup does with a hang-up: tests send them to what they start.
    env --default-signal=HUP,INT,QUIT "artifacts/bin/$1/debug/$1" -noColor -noLogo "${filters[@]}" >"$log" 2>&1 || status=$?
    echo "$status" >"artifacts/test-$1.status"
    grep -vE '^ *(Discovering|Discovered|Starting|Finished):' "$log" || true
}

# Two at a time: those that watch this machine's kernel would disturb each other. Beside them run the longest of those that look at nothing but what they start themselves, or boot a machine of their own.
watching=() beside=()
for project in tests/*.Tests; do
    case ${project#tests/Pipeline.} in
        Delivery.Tests | Matrix.Tests | Protocols.Tests) beside+=("${project#tests/}") ;;
        *) watching+=("${project#tests/}") ;;
    esac
done
rm -f artifacts/test-*.status
for name in "${beside[@]}"; do run "$name"; done &
others=$!
trap 'kill "$others" 2>/dev/null || true' EXIT
for name in "${watching[@]}"; do run "$name"; done
wait "$others"

passed=0 failed=0 skipped=0
for name in "${watching[@]}" "${beside[@]}"; do
    log=artifacts/test-$name.log
    status=$(cat "artifacts/test-$name.status")
    # "Total: 12, Errors: 0, Failed: 1, Skipped: 2, Not Run: 3, Time: 1.2s", or "Total: 0" where the words on the command line match nothing here.
    summary=$(grep -oE 'Total: [0-9]+(, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+, Not Run: [0-9]+)?' "$log" | tail -n 1 | tr -dc '0-9 ' || true)
    total=0 errors=0 bad=0 skips=0 unrun=0
    read -r total errors bad skips unrun <<<"${summary:-0} 0 0 0 0"
    unrun=${unrun%% *}
    # A crash has no summary, and must not pass for silence.
    if [ -z "$summary" ] || { [ "$status" -ne 0 ] && [ $((errors + bad)) -eq 0 ]; }; then
        say "$name ended with status $status and no failed test: see $log"
        bad=$((bad + 1))
        total=$((total + 1))
    fi
    failed=$((failed + errors + bad))
    skipped=$((skipped + skips))
    passed=$((passed + total - bad - skips - unrun))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

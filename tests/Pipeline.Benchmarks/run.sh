#!/usr/bin/env bash
# Measures whole runs against the C baselines and prints a Markdown report for docs/performance.md on standard output; progress goes to standard error.
#   ./run.sh               everything, about twenty-five minutes on a machine with nothing else to do
#   ./run.sh NAME...       only these; a name that is none of them tells which there are
set -euo pipefail
cd "$(dirname "$0")/../.."
source ./setup.sh

[ "$(id -u)" -eq 0 ] || die "benchmarks attach kernel programs: run them as root"
need_packages libbpf1 libbpf-dev clang-19 llvm-19 make gcc libc6-dev libhttp-parser-dev libhiredis-dev librdkafka1 librdkafka-dev nghttp2-client redis-tools time
need_servers nginx-light=nginx redis-server=redis-server
need_dotnet
need_tracefs
build_installation
say "building the benchmarks"
make -s -C tests/Pipeline.Benchmarks/baseline >&2
dotnet build tests/Pipeline.Benchmarks --configuration Release --verbosity quiet --nologo >&2

export PIPELINE_REPOSITORY="$PWD"
# Each measurement is bounded; this is for what hangs all the same.
exec timeout --kill-after=10 1500 artifacts/bin/Pipeline.Benchmarks/release/Pipeline.Benchmarks report "$@"

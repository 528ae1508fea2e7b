#!/usr/bin/env bash
# Sets up what is missing, builds what has changed, and hands its arguments to `pipeline`; with none it runs pipelines/quickstart.toml.
set -euo pipefail
cd "$(dirname "$0")"
source ./setup.sh
need_packages libbpf1 libbpf-dev clang-19 llvm-19 make
need_dotnet
need_tracefs
build_installation
if [ $# -eq 0 ]; then
    set -- run pipelines/quickstart.toml
fi
exec ./artifacts/pipeline/pipeline "$@"

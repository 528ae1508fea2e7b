#!/usr/bin/env bash
# Sets up what is missing, builds what has changed, and hands its arguments to `pipeline`; with none it runs pipelines/quickstart.toml.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# Apart, so that relative paths among the arguments keep meaning what the user's own folder makes them mean.
(
    cd "$here"
    source ./setup.sh
    need_packages libbpf1 libbpf-dev librdkafka1 clang-19 llvm-19 make
    need_dotnet
    need_tracefs
    build_installation
)
if [ $# -eq 0 ]; then
    set -- run "$here/pipelines/quickstart.toml"
fi
exec "$here/artifacts/pipeline/pipeline" "$@"

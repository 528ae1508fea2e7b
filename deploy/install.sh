#!/usr/bin/env bash
# Installs the built host as a service lays it out. DESTDIR puts everything below another root, as packages are made.
#   /usr/lib/pipeline                          the host, its plugins, kernel programs and example pipelines
#   /usr/bin/pipeline                          the command
#   /etc/pipeline/*.toml                       the configuration, left alone where there is one
#   /var/lib/pipeline                          state (data_dir)
#   /usr/lib/systemd/system/pipeline.service   the unit: systemctl enable --now pipeline
set -euo pipefail
cd "$(dirname "$0")/.."
source ./setup.sh

root=${DESTDIR:-}
need_packages libbpf1 libbpf-dev librdkafka1 clang-19 llvm-19 make
need_dotnet
build_installation

install -d "$root"/usr/{bin,lib/systemd/system} "$root/etc/pipeline" "$root/var/lib/pipeline"
rm -rf "$root/usr/lib/pipeline"
cp -r artifacts/pipeline "$root/usr/lib/pipeline"
rm -f "$root/usr/lib/pipeline/.built"
install -m 644 README.md "$root/usr/lib/pipeline/README.md"
ln -sfn ../lib/pipeline/pipeline "$root/usr/bin/pipeline"
install -m 644 deploy/systemd/pipeline.service "$root/usr/lib/systemd/system/pipeline.service"
[ -n "$(find "$root/etc/pipeline" -name '*.toml' -print -quit)" ] || install -m 644 deploy/pipeline.toml "$root/etc/pipeline/pipeline.toml"
say "installed below ${root:-/}; the configuration is ${root}/etc/pipeline"

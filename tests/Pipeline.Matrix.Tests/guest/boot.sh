#!/usr/bin/env bash
# Boots a Debian kernel in qemu with the installation of this repository and runs a command line in it.
#
#     tests/Pipeline.Matrix.Tests/guest/boot.sh KERNEL [--add FILE]... -- COMMAND...
#
#     boot.sh 6.1 -- pipeline doctor
#     boot.sh 6.12 -- 'pipeline wrap execsnoop --for 5s & sleep 3; ls /; wait'
#     boot.sh 6.12-confidentiality --add my.bpf.o --add my.toml -- pipeline validate --kernel /root/my.toml
#
# KERNEL is 6.1, 6.12 or 6.12-confidentiality. The words of COMMAND are put together and given to the guest's shell, which has busybox's commands; the working
# folder is /root, where the added files lie; /dev/vda is an empty disk of 64 MiB. Output and errors of the command come on standard output, its exit code is the
# script's. The kernel's own messages go to artifacts/kernels/KERNEL.log. PIPELINE_HOME names another installation than artifacts/pipeline, which is
# built when it is missing or older than its sources. A guest that takes longer than PIPELINE_GUEST_SECONDS (600) is ended, with code 124.
set -euo pipefail
guest=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
caller=$PWD
if [ -t 0 ]; then exec </dev/null; fi
cd "$guest/../../.."
source ./setup.sh
source "$guest/kernels.sh"
source "$guest/initramfs.sh"

[ $# -ge 1 ] || { sed -n '2,/^set/{/^set/d;s/^# \?//;p}' "$guest/boot.sh" >&2; exit 2; }
kernel=$1
shift
files=()
while [ "${1:-}" = --add ]; do
    files+=("$(cd "$caller" && realpath "$2")")
    shift 2
done
[ "${1:-}" = -- ] && [ $# -ge 2 ] || die "expected: boot.sh KERNEL [--add FILE]... -- COMMAND..."
shift

kernel_package "$kernel" >/dev/null
mkdir -p artifacts/kernels
need_packages libbpf1 qemu-system-x86 busybox-static cpio kmod xz-utils
need_dotnet
[ -n "${PIPELINE_HOME:-}" ] || build_installation
installation=$(realpath "${PIPELINE_HOME:-artifacts/pipeline}")
folder=$(unpacked_kernel "$kernel")

run=$(mktemp -d "${TMPDIR:-/tmp}/pipeline-guest-XXXXXX")
trap 'rm -rf "$run"' EXIT
echo "$*" >"$run/command"
truncate -s 64M "$run/disk"
make_initramfs "$folder" "$installation" "$run/tree" "$run/command" "${files[@]}" >"$run/initramfs"
rm -r "$run/tree"

# Apart, so that what the guest prints is not held up or cut by qemu's own end.
exec {output}> >(exec cat)
printer=$!
status=0
# The kernel is told not to try its timer: where the machine is busy it was seen to take too few ticks for a broken one, and to give up.
# One thread for both processors: with a thread each, a guest was seen to die of an int3 in code that the other processor had just patched.
timeout --foreground "${PIPELINE_GUEST_SECONDS:-600}" qemu-system-x86_64 \
    -machine q35 -accel tcg,thread=single -cpu max -smp 2 -m 1536 -nodefaults -no-user-config -display none -no-reboot \
    -kernel "$(echo "$folder"/boot/vmlinuz-*)" -initrd "$run/initramfs" \
    -append "console=ttyS0 panic=-1 no_timer_check $(kernel_arguments "$kernel")" \
    -serial "file:artifacts/kernels/$kernel.log" \
    -drive "if=none,id=disk,format=raw,file=$run/disk" -device virtio-blk-pci,drive=disk \
    -device virtio-serial-pci \
    -chardev stdio,id=input,signal=on -device virtserialport,chardev=input,name=input \
    -chardev "file,id=output,path=/dev/fd/$output" -device virtserialport,chardev=output,name=output \
    -chardev "file,id=status,path=$run/status" -device virtserialport,chardev=status,name=status >&2 || status=$?
exec {output}>&-
wait "$printer" || true
[ "$status" -eq 0 ] || { say "the guest did not end: see artifacts/kernels/$kernel.log"; exit "$status"; }
[ -s "$run/status" ] || die "the guest ended before its command did: see artifacts/kernels/$kernel.log"
exit "$(cat "$run/status")"

# Sourced by boot.sh: the guest's files. The .NET runtime and the libraries lie where they lie here, so that nothing has to be relocated.

# What the guest loads at its start: the ports by which it is asked, and what workloads need.
guest_modules=(virtio_pci virtio_console virtio_blk loop veth dummy)

# make_initramfs KERNEL_FOLDER INSTALLATION TREE FILE...: fills TREE and prints it as a cpio archive. FILEs come to /root.
make_initramfs() {
    local kernel=$1 installation=$2 tree=$3
    shift 3
    mkdir -p "$tree"/{bin,dev,etc,proc,root,run,sys,tmp,opt}
    add_busybox "$tree"
    add_runtime "$tree"
    cp -a "$installation" "$tree/opt/pipeline"
    [ $# -eq 0 ] || cp -a "$@" "$tree/root/"
    add_libraries "$tree"
    add_modules "$kernel" "$tree"
    install -m 755 "$guest/init" "$tree/init"
    (cd "$tree" && find . -print0 | cpio --quiet --null -o -H newc)
}

add_busybox() {
    cp /bin/busybox "$1/bin/"
    local applet
    for applet in $(/bin/busybox --list); do
        [ "$applet" = busybox ] || ln -s busybox "$1/bin/$applet"
    done
    printf '127.0.0.1 localhost\n::1 localhost\n' >"$1/etc/hosts"
    printf 'root:x:0:0:root:/root:/bin/sh\n' >"$1/etc/passwd"
}

add_runtime() {
    local tree=$1 dotnet
    dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
    mkdir -p "$tree/etc/dotnet"
    echo "$dotnet" >"$tree/etc/dotnet/install_location"
    local framework
    for framework in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
        (cd / && cp -a --parents "${dotnet#/}/shared/$framework/$(newest_in "$dotnet/shared/$framework")" "$tree/")
    done
    (cd / && cp -a --parents "${dotnet#/}/host/fxr/$(newest_in "$dotnet/host/fxr")" "$tree/")
}

newest_in() { ls "$1" | sort -V | tail -n 1; }

# Everything the ELF files in the tree are linked against, and libbpf with its own, which is looked up by name at run time. ldd's status tells of static
# files, which need nothing.
add_libraries() {
    local tree=$1 bpf
    bpf=$(ldconfig -p | sed -n 's/.*libbpf\.so\.1 .*=> //p' | head -n 1)
    [ -n "$bpf" ] || die "libbpf.so.1 is not installed"
    {
        find "$tree" -type f \( -name '*.so' -o -perm -u+x \) -exec sh -c 'head -c 4 "$1" | grep -q ELF && echo "$1"' - {} \;
        echo "$bpf"
    } | { xargs ldd 2>/dev/null || true; } | sed -nE 's/^\s*(.* => )?(\/[^ ]+) .*/\2/p' | grep -v "^$tree" | sort -u | sed 's|^/||' \
        | (cd / && xargs cp -L --parents -t "$tree" "${bpf#/}")
}

# The modules with what they depend on, unpacked: busybox loads no compressed ones. Those built in are skipped.
add_modules() {
    local folder=$1 tree=$2 version file
    version=$(ls "$folder/lib/modules")
    [ -e "$folder/lib/modules/$version/modules.dep" ] || depmod -b "$folder" "$version"
    for file in $(modprobe -d "$folder" -S "$version" --show-depends --all "${guest_modules[@]}" | sed -nE 's|^insmod ([^ ]+).*|\1|p' | sort -u); do
        local place=$tree/lib/modules/$version/${file#*/modules/"$version"/}
        mkdir -p "$(dirname "$place")"
        case $file in *.xz) xz -dc "$file" >"${place%.xz}" ;; *) cp "$file" "$place" ;; esac
    done
    cp "$folder/lib/modules/$version"/modules.{builtin,builtin.modinfo,order} "$tree/lib/modules/$version/"
    depmod -b "$tree" "$version"
    printf '%s\n' "${guest_modules[@]}" >"$tree/etc/modules"
}

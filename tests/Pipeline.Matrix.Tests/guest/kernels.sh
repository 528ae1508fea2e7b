# Sourced by boot.sh: Debian's cloud kernels, unpacked below artifacts/kernels and never installed, which would run the machine's boot hooks.

# kernel_package KERNEL: the metapackage whose newest dependency is that kernel.
kernel_package() {
    case $1 in
        6.1) echo linux-image-cloud-amd64 ;;
        6.12 | 6.12-confidentiality) echo linux-image-6.12-cloud-amd64 ;;
        *) die "unknown kernel $1 (expected one of: $(known_kernels))" ;;
    esac
}

known_kernels() { echo "6.1 6.12 6.12-confidentiality"; }

# kernel_arguments KERNEL: what its command line says beyond the console.
kernel_arguments() {
    # Without lsm= the lockdown module is there but not in force.
    case $1 in *-confidentiality) echo "lsm=lockdown lockdown=confidentiality" ;; esac
}

# unpacked_kernel KERNEL: prints a folder with boot/vmlinuz-* and lib/modules/*, downloaded first if it is not there.
unpacked_kernel() {
    local meta image folder
    meta=$(kernel_package "$1")
    image=$(newest_image "$meta") || { update_lists && image=$(newest_image "$meta"); } || die "apt knows no package $meta: Debian 12 has it"
    folder=$PWD/artifacts/kernels/$image
    # Two boots at once must not unpack into one folder.
    exec 9>"$PWD/artifacts/kernels.lock"
    flock 9
    if [ ! -d "$folder" ]; then
        say "downloading ${image%%=*}"
        rm -rf "$folder.new"
        mkdir -p "$folder.new/package"
        download "$image" "$folder.new/package" || { update_lists && image=$(newest_image "$meta") && download "$image" "$folder.new/package"; } \
            || die "$image could not be downloaded: check the network and apt's sources"
        dpkg-deb -x "$folder.new"/package/*.deb "$folder.new"
        rm -r "$folder.new/package"
        # The lists may have been renewed meanwhile, and with them the name.
        mv "${folder}.new" "$PWD/artifacts/kernels/$image"
        folder=$PWD/artifacts/kernels/$image
    fi
    exec 9>&-
    echo "$folder"
}

# The metapackage's newest version depends on exactly one image: prints NAME=VERSION.
newest_image() {
    apt-cache show --no-all-versions "$1" 2>/dev/null | sed -n 's/^Depends: \(linux-image-[^ ,]*\) (= \([^)]*\)).*/\1=\2/p' | grep .
}

update_lists() { as_root apt-get update -q >&2; }

download() { (cd "$2" && apt-get download -q -o APT::Sandbox::User=root "$1" >&2); }

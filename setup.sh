# Sourced by run.sh and test.sh: what they install and build. Everything is said on standard error, and nothing is done twice.

say() { printf 'pipeline: %s\n' "$*" >&2; }

die() { say "$*"; exit 1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else die "root is needed for: $*"; fi
}

# Installs, and starts none of the services that come with it.
install_quietly='
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        trap "rm -f $policy" EXIT
        printf "#!/bin/sh\nexit 101\n" >$policy
        chmod 755 $policy
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
'

# need_packages NAME...: Debian packages that must be installed.
need_packages() {
    local missing=() name
    for name in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing ${missing[*]}"
    as_root apt-get update -q >&2 || die "apt-get update failed: check the network and /etc/apt/sources.list"
    as_root sh -c "$install_quietly" sh "${missing[@]}" >&2 || die "these packages could not be installed: ${missing[*]}"
}

# need_servers PACKAGE=SERVICE...: servers that tests start themselves. Freshly installed, they do not start with the machine either.
need_servers() {
    local pair fresh=()
    for pair in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "${pair%%=*}" 2>/dev/null)" = installed ] || fresh+=("$pair")
    done
    [ ${#fresh[@]} -gt 0 ] || return 0
    need_packages "${fresh[@]%%=*}"
    [ ! -d /run/systemd/system ] || as_root systemctl disable "${fresh[@]##*=}" >&2
}

# need_npm FROM TO: the packages that FROM/package-lock.json pins, in TO/node_modules. Asks the network only when they are others than there.
need_npm() {
    local from=$1 to=$2
    ! cmp -s "$from/package-lock.json" "$to/.installed" || return 0
    command -v npm >/dev/null || need_packages nodejs npm
    say "installing what $from/package.json names"
    rm -rf "$to"
    mkdir -p "$to"
    cp "$from/package.json" "$from/package-lock.json" "$to"
    (cd "$to" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2 || die "npm could not install what $from/package-lock.json names"
    cp "$to/package-lock.json" "$to/.installed"
}

need_dotnet() {
    command -v dotnet >/dev/null || die "the .NET 10 SDK is missing: see https://learn.microsoft.com/dotnet/core/install/linux-debian"
    case "$(dotnet --version 2>/dev/null)" in
        10.*) ;;
        *) die "the .NET 10 SDK is needed, 'dotnet --version' says: $(dotnet --version 2>&1 | head -n 1)" ;;
    esac
}

# Classic tracepoints are found through tracefs, which containers and minimal systems leave unmounted.
need_tracefs() {
    [ "$(id -u)" -eq 0 ] || return 0
    [ -e /sys/kernel/tracing/events ] || [ ! -d /sys/kernel/tracing ] || {
        say "mounting tracefs at /sys/kernel/tracing"
        mount -t tracefs tracefs /sys/kernel/tracing >&2 || say "tracefs cannot be mounted: programs will use what needs none of it"
    }
}

# newer_than STAMP PATH...: whether anything below the paths changed after the stamp was made.
newer_than() {
    local stamp=$1
    shift
    [ ! -e "$stamp" ] || [ -n "$(find "$@" -not -path '*/build/*' -newer "$stamp" -print -quit)" ]
}

build_installation() {
    local stamp=artifacts/pipeline/.built
    newer_than "$stamp" bpf host libraries plugins pipelines Directory.Build.props Directory.Packages.props global.json .editorconfig || return 0
    say "building"
    make -s -C bpf >&2
    rm -rf artifacts/pipeline
    dotnet restore Pipeline.slnx --verbosity quiet >&2
    dotnet publish host/Pipeline.Host --configuration Release --verbosity quiet --nologo --output artifacts/pipeline >&2
    touch "$stamp"
}

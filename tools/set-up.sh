#!/usr/bin/env bash
#
# Installs the tools that this checkout needs and the machine lacks.
#
#   tools/set-up.sh build   Rust with the wasm32 target, Trunk, wasm-bindgen, wasm-opt
#   tools/set-up.sh test    also clippy, rustfmt, Chromium and Firefox with their drivers, axe-core, nginx, wrk
#
# It installs each tool in the way that its authors recommend. If those downloads cannot be reached, it
# uses Debian's packages and the package registries of Cargo and npm instead. The versions come from
# Cargo.toml, Cargo.lock, Trunk.toml and package-lock.json.

set -euo pipefail
cd "$(dirname "$0")/.."

# Unreachable downloads are expected, so a short message is enough.
export RUST_BACKTRACE=0

say() { printf 'set-up: %s\n' "$*"; }
die() {
    printf 'set-up: %s\n' "$@" >&2
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# pin FILE KEY: print the value of a line `KEY = "value"`.
pin() { sed -n "s/^$2 *= *\"\([^\"]*\)\".*/\1/p" "$1" | head -n 1; }

# bounded SECONDS COMMAND…: give up on a download that hangs (where `timeout` exists).
bounded() {
    local seconds=$1
    shift
    if has timeout; then timeout "$seconds" "$@"; else "$@"; fi
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif has sudo; then
        sudo "$@"
    else
        die "this needs root, and sudo is not here: $*"
    fi
}

# apt_install PACKAGE…: fail if there is no apt-get or if it fails. Never removes a package.
apt_updated=
apt_install() {
    has apt-get || return 1
    say "installing with apt-get: $* (a few minutes at most)"
    if [ -z "$apt_updated" ]; then
        as_root apt-get update -qq || true
        apt_updated=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq --yes --no-install-recommends --no-remove "$@" >/dev/null
}

# --- C compiler, Node ---------------------------------------------------------------------

need_c_compiler() {
    has cc && return
    apt_install gcc libc6-dev make ||
        die "no C compiler: install one (macOS: xcode-select --install)"
}

need_node() {
    has node && has npm && return
    apt_install nodejs npm || die "no Node.js: install version 18 or later, with npm"
}

need_npm_packages() {
    local installed=node_modules/.package-lock.json
    [ -e "$installed" ] && ! [ package-lock.json -nt "$installed" ] && return
    say "installing the packages of package-lock.json with npm (under a minute)"
    npm ci --ignore-scripts --loglevel=error >/dev/null
}

# --- Rust and its library for wasm32 ------------------------------------------------------

# rust_fits: is this directory's compiler new enough, and can it build and link for wasm32?
# Building a probe also detects a standard library that belongs to another version of the compiler.
rust_fits() { new_enough && builds_wasm; }

# Both take the path of a rustc; the default is this directory's compiler.
new_enough() {
    local found oldest
    oldest=$(pin Cargo.toml rust-version)
    found=$("${1:-rustc}" --version 2>/dev/null | awk '{ print $2 }')
    [ -n "$found" ] &&
        [ "$(printf '%s\n' "$oldest" "$found" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$oldest" ]
}

builds_wasm() {
    local out status=0
    out=$(mktemp -d)
    echo 'pub extern "C" fn probe() -> usize { Box::leak(Box::new([1])).len() }' |
        "${1:-rustc}" --target wasm32-unknown-unknown --crate-type cdylib \
            -C lto -C opt-level=1 -o "$out/probe.wasm" - >/dev/null 2>&1 || status=1
    # The browser tests also need the standard library's test crate.
    echo | "${1:-rustc}" --target wasm32-unknown-unknown --test --emit metadata \
        -o "$out/probe.rmeta" - >/dev/null 2>&1 || status=1
    rm -rf "$out"
    return $status
}

need_rust() {
    rust_fits && return
    if ! has rustup && ! new_enough; then install_rustup || true; fi
    if has rustup; then
        rust_by_rustup && return
    fi
    if has apt-get; then
        rust_by_debian && return
    fi
    die "no Rust that builds for wasm32 (${RUSTUP_TOOLCHAIN:+RUSTUP_TOOLCHAIN=$RUSTUP_TOOLCHAIN is set; }wanted: $(pin Cargo.toml rust-version) or later)." \
        "Install rustup (https://rustup.rs), then: rustup target add wasm32-unknown-unknown" \
        "Without rustup: your system's packages of Rust and of its library for wasm32."
}

install_rustup() {
    has curl || apt_install curl ca-certificates || return 1
    local installer
    installer=$(mktemp)
    say "installing Rust with rustup, in its usual place (a few minutes)"
    curl --proto '=https' --tlsv1.2 -sSf --connect-timeout 20 https://sh.rustup.rs -o "$installer" &&
        RUSTUP_INIT_SKIP_PATH_CHECK=yes bounded 900 sh "$installer" -y --profile minimal
    local status=$?
    rm -f "$installer"
    hash -r
    return $status
}

# `rustup override` stores a setting of rustup for this directory. It writes no file here.
rust_by_rustup() {
    # An earlier run, perhaps in another checkout, has determined that this machine needs Debian's Rust.
    if [[ $(rustup toolchain list) == *debian* ]] && RUSTUP_TOOLCHAIN=debian rust_fits; then
        say "using Debian's Rust in this directory: rustup override set debian"
        rustup override set debian 2>/dev/null
        rust_fits && return
    fi
    if ! new_enough; then
        say "installing or updating Rust: rustup toolchain install stable (a minute or two)"
        bounded 900 rustup toolchain install stable --profile minimal --no-self-update || return 1
        new_enough || rustup override set stable
    fi
    say "adding Rust's library for wasm32: rustup target add wasm32-unknown-unknown (under a minute)"
    bounded 300 rustup target add wasm32-unknown-unknown || return 1
    rust_fits
}

# Debian packages the current compiler and the source of the standard library, but not the library for wasm32.
rust_by_debian() {
    say "rustup cannot provide it here: using Debian's packages of Rust"
    apt_install gcc libc6-dev rustc-web cargo-web rust-web-src rust-web-llvm || return 1
    new_enough /usr/bin/rustc || return 1
    if ! builds_wasm /usr/bin/rustc; then
        # The linker is packaged by the version of LLVM.
        apt_install "lld-$(/usr/bin/rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')" || return 1
        builds_wasm /usr/bin/rustc || build_debian_std || return 1
    fi
    hash -r
    if has rustup; then
        say "using it in this directory: rustup override set debian"
        rustup toolchain link debian /usr && rustup override set debian 2>/dev/null || return 1
    fi
    rust_fits
}

build_debian_std() {
    local work lib
    work=$(mktemp -d)
    lib=$(/usr/bin/rustc --print target-libdir --target wasm32-unknown-unknown)
    say "building Rust's library for wasm32 into $lib (a minute or two)"
    mkdir "$work/src"
    touch "$work/src/lib.rs"
    printf '[package]\nname = "empty"\nversion = "0.0.0"\n' >"$work/Cargo.toml"
    # -Zbuild-std needs a nightly compiler; RUSTC_BOOTSTRAP makes this one accept it. Without embedded
    # bitcode the library could not take part in link-time optimization.
    (
        cd "$work"
        unset RUSTUP_TOOLCHAIN CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
        PATH="/usr/bin:$PATH" RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR=target \
            cargo build --quiet --release --target wasm32-unknown-unknown -Zbuild-std=std,panic_abort,test
    ) || { rm -rf "$work"; return 1; }
    rm -f "$work"/target/wasm32-unknown-unknown/release/deps/libempty-*
    as_root mkdir -p "$lib"
    as_root find "$lib" -name '*.rlib' -delete
    as_root cp "$work"/target/wasm32-unknown-unknown/release/deps/lib*.rlib "$lib/"
    rm -rf "$work"
    # Cargo does not detect that the library was replaced.
    rm -rf "${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown"
    builds_wasm /usr/bin/rustc
}

need_rust_checkers() {
    cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 && return
    if [ "$(rustc --print sysroot)" = /usr ]; then
        apt_install rust-web-clippy rustfmt-web
    elif has rustup; then
        say "adding rustfmt and clippy with rustup (under a minute)"
        bounded 300 rustup component add rustfmt clippy
    fi || die "could not install rustfmt and clippy for $(rustc --version)"
    if ! { cargo fmt --version && cargo clippy --version; } >/dev/null; then
        die "install rustfmt and clippy for $(rustc --version), from where it came"
    fi
}

# --- Trunk and its tools --------------------------------------------------------------

# cargo_tool CRATE VERSION BINARY LEVEL TIME [OPTION…]: install a program once for the whole machine, compiled at an
# optimization level.
cargo_tool() {
    local crate=$1 version=$2 binary=$3 level=$4 time=$5
    shift 5
    is_version() { [ "$("$binary" --version 2>/dev/null | awk '{ print $2; exit }')" = "$version" ]; }
    is_version && return
    say "installing $crate $version with Cargo"
    if cargo binstall -V >/dev/null 2>&1; then
        bounded 300 cargo binstall --no-confirm --disable-strategies compile "$crate@$version" || true
    fi
    if ! is_version; then
        say "compiling $crate: $time on two cores, once for this machine"
        # Optimize for compile time, because these programs run for a short time only.
        CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
            CARGO_PROFILE_RELEASE_OPT_LEVEL=$level cargo install "$crate@$version" "$@"
    fi
    hash -r
    is_version || die "$binary is not $version, even now: $(command -v "$binary" || echo 'it is not on PATH')." \
        "If that is not in $cargo_bin, remove it or put $cargo_bin first in PATH."
    if [ -z "$cargo_bin_on_path" ]; then say "to call $binary yourself, add $cargo_bin to PATH"; fi
}

# Trunk waits for other programs most of the time. At level 0 instead of 1, it is compiled in 318 s of processor time
# instead of 572 s, and a release build takes as long.
need_trunk() {
    cargo_tool trunk "$(pin Trunk.toml trunk-version)" trunk 0 '3 to 10 minutes' \
        --locked --no-default-features --features rustls
}

# Not --locked: the lock file of wasm-bindgen-cli names a version that the registry does not have.
need_wasm_bindgen() {
    local version
    version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, ""); print $3; exit }' Cargo.lock)
    [ "$version" = "$(pin Trunk.toml wasm_bindgen)" ] ||
        die "Cargo.lock has wasm-bindgen ${version:-nowhere}, Trunk.toml $(pin Trunk.toml wasm_bindgen): make them the same"
    cargo_tool wasm-bindgen-cli "$version" wasm-bindgen 1 '2 to 4 minutes'
    cargo_tool wasm-bindgen-cli "$version" wasm-bindgen-test-runner 1 '2 to 4 minutes'
}

# Trunk uses wasm-opt from PATH if it has the version in Trunk.toml, else from its own cache, else it
# downloads it. This function copies it from the npm package into the cache.
need_wasm_opt() {
    local version cache
    version=$(pin Trunk.toml wasm_opt)
    case $(uname) in
        Darwin) cache=$HOME/Library/Caches/dev.trunkrs.trunk ;;
        *) cache=${XDG_CACHE_HOME:-$HOME/.cache}/trunk ;;
    esac
    cache=$cache/wasm-opt-$version/bin
    is_wasm_opt() { [ "$("$1" --version 2>/dev/null | awk '{ print "version_" $3; exit }')" = "$version" ]; }
    is_wasm_opt wasm-opt && return
    is_wasm_opt "$cache/wasm-opt" && return
    if is_wasm_opt node_modules/.bin/wasm-opt; then
        say "putting wasm-opt into Trunk's cache, $cache"
        mkdir -p "$cache"
        cp node_modules/binaryen/bin/package.json "$cache/"
        cp node_modules/binaryen/bin/wasm-opt "$cache/wasm-opt"
        is_wasm_opt "$cache/wasm-opt" && return
        rm -f "$cache/wasm-opt"
    fi
    say "no wasm-opt ($version) from npm: Trunk will try to download it for the first release build"
}

# --- The browsers -------------------------------------------------------------------------

need_browser() {
    # The sandbox is for users other than root; the fonts make screenshots readable.
    has_browser || apt_install chromium chromium-driver chromium-sandbox fonts-liberation || true
    has_browser || die "no Chrome or Chromium with its chromedriver on PATH." \
        "macOS: brew install --cask google-chrome chromedriver" \
        "elsewhere: your system's packages, or https://googlechromelabs.github.io/chrome-for-testing/"
    need_headless_shell
}

# Chromium without the user interface of a browser. Most journeys use it if it is here: it takes 60 % of the processor time.
# chromedriver supports only its own version.
need_headless_shell() {
    has chromium-headless-shell || has chrome-headless-shell && return
    has apt-get && has dpkg-query || return 0
    local shell
    shell=chromium-headless-shell=$(dpkg-query --show --showformat='${Version}' chromium-driver 2>/dev/null) || return 0
    apt-cache show "$shell" >/dev/null 2>&1 || return 0
    apt_install "$shell" || true
}

has_browser() {
    has chromedriver &&
        { has chromium || has chromium-browser || has google-chrome || has google-chrome-stable ||
            [ -d '/Applications/Google Chrome.app' ]; }
}

need_firefox() {
    has_firefox || apt_install firefox-esr || true
    has_firefox || die "no Firefox on PATH." \
        "macOS: brew install --cask firefox; elsewhere: your system's package of it"
    # Debian does not package it.
    cargo_tool geckodriver 0.37.0 geckodriver 0 '1 to 4 minutes' --locked
}

has_firefox() { has firefox || has firefox-esr || [ -d '/Applications/Firefox.app' ]; }

# --- nginx, to test hosting/nginx.conf ---------------------------------------

need_nginx() {
    has_nginx && return
    if has apt-get; then install_nginx || true; fi
    has_nginx || die "no nginx with the module that serves Brotli files (ngx_http_brotli_static_module)." \
        "Debian, Ubuntu: apt-get install nginx libnginx-mod-http-brotli-static" \
        "Fedora: dnf install nginx nginx-mod-brotli" \
        "elsewhere: your system's nginx, and the module from https://github.com/google/ngx_brotli"
}

# Debian installs nginx in a folder that only root has on PATH.
has_nginx() {
    local nginx built modules
    nginx=$(PATH=$PATH:/usr/sbin command -v nginx) || return 1
    built=$("$nginx" -V 2>&1)
    modules=$(sed -n 's/.*--modules-path=\([^ ]*\).*/\1/p' <<<"$built")
    [[ $built == *brotli* ]] || [ -e "$modules/ngx_http_brotli_static_module.so" ]
}

# Installs only the program. Debian would also start a web server on port 80, now and at every boot. Its packages ask
# policy-rc.d before they start anything.
install_nginx() (
    policy=/usr/sbin/policy-rc.d
    had_nginx=$(command -v nginx || ls /usr/sbin/nginx 2>/dev/null) || true
    if ! [ -e "$policy" ]; then
        trap 'as_root rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
    fi
    apt_install nginx libnginx-mod-http-brotli-static || return 1
    if [ -z "$had_nginx" ] && has systemctl; then as_root systemctl disable --quiet nginx 2>/dev/null || true; fi
)

# wrk puts nginx under a heavier load than visitors do.
need_wrk() {
    has wrk || apt_install wrk ||
        die "no wrk, which puts a load on nginx: install your system's package of it (macOS: brew install wrk)"
}

# ------------------------------------------------------------------------------------------

cargo_bin=${CARGO_HOME:-$HOME/.cargo}/bin
cargo_bin_on_path=yes
case :$PATH: in
    *":$cargo_bin:"*) ;;
    *) cargo_bin_on_path='' PATH=$cargo_bin:$PATH ;;
esac

needs=(c_compiler node npm_packages rust trunk wasm_bindgen wasm_opt)
case ${1-} in
    build) ;;
    test) needs+=(rust_checkers browser firefox nginx wrk) ;;
    *) die "usage: tools/set-up.sh build | test" ;;
esac
for need in "${needs[@]}"; do "need_$need"; done

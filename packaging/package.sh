#!/usr/bin/env bash
#
# Builds what people install, without Rust, Node or Trunk on their machines:
#
#   target/artifacts/frontispiece-VERSION-TARGET.tar.gz   the program, its license and the README
#   target/artifacts/frontispiece-VERSION-….whl           the same program as a Python package
#   target/artifacts/SHA256SUMS
#
#   packaging/package.sh shell FILE       build the release site and pack the shell into FILE
#   packaging/package.sh program SHELL    build the artifacts with a packed shell, then try them
#   packaging/package.sh                  both
#
# TARGET is the target triple of this machine, or that in the variable TARGET. The program is compiled once: the wheel
# contains the same bytes as the archive, which is checked.

set -euo pipefail
cd "$(dirname "$0")/.."

readonly MAX_BYTES=25000000
MATURIN=$(sed -n 's/^requires = \["\(.*\)"\]/\1/p' packaging/pyproject.toml)

say() { printf 'package: %s\n' "$*"; }
die() {
    printf 'package: %s\n' "$@" >&2
    exit 1
}

host() { rustc -vV | sed -n 's/^host: //p'; }
version() { sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1; }

# Python has another name on Windows, where the folder of a virtual environment's programs has another name, too.
python() { if command -v python3 >/dev/null; then command python3 "$@"; else command python "$@"; fi; }
programs() { if [ -d "$1/Scripts" ]; then echo "$1/Scripts"; else echo "$1/bin"; fi; }

# checksums FILE…: the SHA-256 of each file, in the format that sha256sum checks.
checksums() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum --algorithm 256 "$@"; fi; }

build_shell() {
    say "building the release site"
    trunk build --release --public-url /
    mkdir -p "$(dirname "$1")"
    cargo run --quiet -- pack-shell dist "$1"
}

# build_program SHELL
build_program() {
    [ -s "$1" ] || die "$1: found no packed shell; make one with: packaging/package.sh shell $1"
    local target version out files name compiled binary suffix='' options=() tags=()
    target=${TARGET:-$(host)}
    version=$(version)
    out=target/artifacts
    files=target/package-files
    name=frontispiece-$version-$target
    if [ -n "${TARGET-}" ]; then options=(--target "$target"); fi
    case $target in
        *windows*) suffix=.exe ;;
        # A static program runs on every Linux.
        *musl*) tags=(--compatibility manylinux_2_17 musllinux_1_2) ;;
    esac
    # An absolute path, because Cargo runs build.rs in another folder.
    FRONTISPIECE_SHELL=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
    export FRONTISPIECE_SHELL
    rm -rf "$out" "$files"
    mkdir -p "$out" "$files/$name"

    say "compiling the program for $target"
    cargo build --locked --profile program --package frontispiece --bin frontispiece ${options[@]+"${options[@]}"}
    compiled=${CARGO_TARGET_DIR:-target}${TARGET:+/$TARGET}/program/frontispiece$suffix
    binary=$files/$name/frontispiece$suffix
    cp "$compiled" LICENSE README.md "$files/$name/"

    say "writing $name.tar.gz"
    tar -C "$files" -czf "$out/$name.tar.gz" "$name"

    say "writing the wheel with $MATURIN"
    python -m venv "$files/maturin" || die "this needs Python 3 with venv (Debian: apt-get install python3-venv)"
    "$(programs "$files/maturin")/python" -m pip install --quiet --disable-pip-version-check "$MATURIN"
    cp LICENSE packaging/
    # Cargo has nothing to compile here, because nothing has changed.
    (cd packaging && "../$(programs "$files/maturin")/maturin" build --quiet --out "../$out" \
        ${options[@]+"${options[@]}"} ${tags[@]+"${tags[@]}"})
    is_in_wheel "$binary" "$out"/*.whl || die "the wheel has another program than the archive"

    (cd "$out" && checksums -- *.tar.gz *.whl >SHA256SUMS)
    local file bytes
    for file in "$out"/*.tar.gz "$out"/*.whl; do
        bytes=$(wc -c <"$file")
        say "$file: $((bytes / 1000)) KB"
        [ "$bytes" -le $MAX_BYTES ] || die "$file has $bytes bytes; the limit is $MAX_BYTES"
    done
    if [ "$target" = "$(host)" ] || [ "${target%-musl}" = "$(host | sed 's/-gnu$//')" ]; then try_artifacts "$name" "$suffix"; fi
}

# is_in_wheel PROGRAM WHEEL: does the wheel contain these bytes?
is_in_wheel() {
    python - "$@" <<'PYTHON'
import pathlib, sys, zipfile
program, wheel = sys.argv[1:]
archive = zipfile.ZipFile(wheel)
names = [name for name in archive.namelist() if ".data/scripts/" in name]
sys.exit(len(names) != 1 or archive.read(names[0]) != pathlib.Path(program).read_bytes())
PYTHON
}

# try_artifacts NAME SUFFIX: make a site with the program of each artifact, in an empty folder.
try_artifacts() {
    local work name=$1 suffix=$2
    work=$(mktemp -d)
    say "trying the archive"
    tar -C "$work" -xzf "target/artifacts/$name.tar.gz"
    try_program "$work/$name/frontispiece$suffix" "$work/archive"
    say "trying the wheel"
    python -m venv "$work/environment"
    "$(programs "$work/environment")/python" -m pip install --quiet --disable-pip-version-check --no-index target/artifacts/*.whl
    try_program "$(programs "$work/environment")/frontispiece$suffix" "$work/wheel"
    rm -rf "$work"
}

# try_program PROGRAM FOLDER: there is no other program on PATH.
try_program() {
    local program=$1
    mkdir "$2" "$2/nothing"
    (
        cd "$2"
        PATH=$2/nothing "$program" --version
        PATH=$2/nothing "$program" new me >/dev/null
        PATH=$2/nothing "$program" check me
        PATH=$2/nothing "$program" build me --base /me/ >/dev/null
    )
    [ -s "$2/dist/index.html" ] || die "$program has written no site"
}

case ${1-} in
    shell) build_shell "${2:?the file to write}" ;;
    program) build_program "${2:?the file with the packed shell}" ;;
    '')
        build_shell target/shell.tar
        build_program target/shell.tar
        ;;
    *) die "usage: packaging/package.sh [shell FILE | program SHELL]" ;;
esac

#!/usr/bin/env bash
#
# Serves public/ on a port, and shows every change: `frontispiece serve` shows changes of the content at once, and Trunk builds
# the modules when the code has changed.
#
#   tools/serve.sh PORT

set -euo pipefail
cd "$(dirname "$0")/.."

# The hooks in Trunk.toml read this variable.
export FRONTISPIECE_SERVE=yes

# The first build is done here, so that an error ends the script.
trunk build
trunk watch --watch src --watch style --watch index.html --watch Cargo.toml --watch Cargo.lock &
trap 'kill $!' EXIT
cargo run --quiet -- serve public --shell dist --port "$1"

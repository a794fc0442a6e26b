#!/usr/bin/env bash
# Builds a static binary and prints where it is. It needs no library and no file of the machine that runs it.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/environment.sh
cargo build --release --locked --target "$target" >&2
echo "$binary"

#!/usr/bin/env bash
# The same work done by this program and by others, in one run; prints times and ratios. The original library, pystachio 0.8.10,
# goes into a virtual environment under target/. Takes a Python 3 with venv, and ten minutes or more of building the first time.
# Ends with 77 if the library cannot be had, and with an error if two sides do not come to the same.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=$(cd "$here/../.." && pwd)/target/compare
venv=$target/venv

if ! [ -e "$venv/ready" ]; then
    rm -rf "$venv"
    mkdir -p "$target"
    python3 -m venv "$venv" >&2 || { echo "python3 cannot make a virtual environment" >&2; exit 77; }
    "$venv/bin/pip" install --quiet --disable-pip-version-check pystachio==0.8.10 >&2 ||
        { echo "pystachio 0.8.10 cannot be installed" >&2; exit 77; }
    touch "$venv/ready"
fi
CARGO_TARGET_DIR=$target cargo build --release --quiet --manifest-path "$here/Cargo.toml"
exec "$target/release/compare" "$venv/bin/python"

#!/usr/bin/env bash
# Makes a Python wheel of the static binary: packaging/wheel.sh [FOLDER]. Prints the wheel's path.
#
# The wheel holds no Python code, so one wheel fits every Python and every Linux of the machine's architecture.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/environment.sh
folder=${1:-target/wheels}
if ! command -v maturin >/dev/null; then
    tools=${CARGO_TARGET_DIR:-target}/packaging
    if [ ! -x "$tools/bin/maturin" ]; then
        # Debian keeps the module that makes environments in a package of its own.
        if ! python3 -c 'import ensurepip' 2>/dev/null && [ "$(id -u)" -eq 0 ]; then
            { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } >&2
        fi
        python3 -m venv --clear "$tools" >&2
        "$tools/bin/pip" install --quiet 'maturin>=1.7,<2' >&2
    fi
    PATH=$(realpath "$tools")/bin:$PATH
fi
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
# What is static runs with the libraries of every distribution.
compatibility=(manylinux_2_17 musllinux_1_1)
case $target in
*gnu) compatibility=(linux) ;;
esac
maturin build --release --locked --target "$target" --compatibility "${compatibility[@]}" --out "$made" >&2
mkdir -p "$folder"
cp "$made"/*.whl "$folder/"
for wheel in "$made"/*.whl; do
    echo "$folder/$(basename "$wheel")"
done

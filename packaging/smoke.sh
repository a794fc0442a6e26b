#!/usr/bin/env bash
# Builds the packages and tries each as a stranger would: the static binary in an empty root, the Debian package unpacked, the
# wheel in a clean virtual environment. The static binary is built once and goes into all of them.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

binary=$(packaging/static.sh)
echo "static: $binary"
if ldd "$binary" 2>/dev/null | grep -q '=>'; then
    echo "the binary needs libraries" >&2
    exit 1
fi
mkdir "$scratch/root"
cp "$binary" fixtures/examples/hello.aurora "$scratch/root/"
if [ "$(id -u)" -eq 0 ]; then
    chroot "$scratch/root" /aurora inspect example/www-data/devel/hello /hello.aurora >"$scratch/shown"
else
    (cd "$scratch/root" && env -i ./aurora inspect example/www-data/devel/hello hello.aurora >"$scratch/shown")
fi
grep -q 'name: *hello' "$scratch/shown"
echo "the static binary runs in an empty root"

package=$(packaging/deb.sh "$binary" "$scratch/debian")
dpkg-deb -x "$package" "$scratch/unpacked"
(cd / && env -i "$scratch/unpacked/usr/bin/aurora" version) | grep -q '^aurora '
test -s "$scratch/unpacked/usr/share/man/man1/aurora.1.gz"
echo "the Debian package holds a working binary"

python3 -m venv "$scratch/tools"
"$scratch/tools/bin/pip" install --quiet 'maturin>=1.7,<2'
target=$(basename "$(dirname "$(dirname "$binary")")")
# The static build's target and flags again, so that nothing is compiled twice.
case $target in
*musl) CC_x86_64_unknown_linux_musl=musl-gcc CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER=musl-gcc \
    "$scratch/tools/bin/maturin" build --release --locked --target "$target" --out "$scratch/wheels" ;;
*) RUSTFLAGS="${RUSTFLAGS:-} -C target-feature=+crt-static" \
    "$scratch/tools/bin/maturin" build --release --locked --target "$target" --out "$scratch/wheels" ;;
esac
python3 -m venv "$scratch/clean"
"$scratch/clean/bin/pip" install --quiet --no-index "$scratch"/wheels/*.whl
(cd / && env -i "$scratch/clean/bin/aurora" version) | grep -q '^aurora '
echo "the wheel installs into a clean environment and runs"

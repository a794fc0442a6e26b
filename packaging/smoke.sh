#!/usr/bin/env bash
# Builds the packages and tries each as a stranger would: the static binary in an empty root, the Debian package unpacked, the
# wheel in a clean virtual environment. The static binary is built once and goes into all of them.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

binary=$(packaging/static.sh)
echo "static: $binary"
if ldd "$binary" 2>/dev/null | grep -q '=>'; then
    echo "the binary needs libraries" >&2
    exit 1
fi
mkdir "$work/root"
cp "$binary" fixtures/examples/hello.aurora "$work/root/"
if [ "$(id -u)" -eq 0 ]; then
    chroot "$work/root" /aurora inspect example/www-data/devel/hello /hello.aurora >"$work/shown"
else
    (cd "$work/root" && env -i ./aurora inspect example/www-data/devel/hello hello.aurora >"$work/shown")
fi
grep -q 'name: *hello' "$work/shown"
echo "the static binary runs in an empty root"

package=$(packaging/deb.sh "$binary" "$work/debian")
dpkg-deb -x "$package" "$work/unpacked"
(cd / && env -i "$work/unpacked/usr/bin/aurora" version) | grep -q '^aurora '
test -s "$work/unpacked/usr/share/man/man1/aurora.1.gz"
echo "the Debian package holds a working binary"

python3 -m venv "$work/tools"
"$work/tools/bin/pip" install --quiet 'maturin>=1.7,<2'
target=$(basename "$(dirname "$(dirname "$binary")")")
# The static build's target and flags again, so that nothing is compiled twice.
case $target in
*musl) CC_x86_64_unknown_linux_musl=musl-gcc CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER=musl-gcc \
    "$work/tools/bin/maturin" build --release --locked --target "$target" --out "$work/wheels" ;;
*) RUSTFLAGS="${RUSTFLAGS:-} -C target-feature=+crt-static" \
    "$work/tools/bin/maturin" build --release --locked --target "$target" --out "$work/wheels" ;;
esac
python3 -m venv "$work/clean"
"$work/clean/bin/pip" install --quiet --no-index "$work"/wheels/*.whl
(cd / && env -i "$work/clean/bin/aurora" version) | grep -q '^aurora '
echo "the wheel installs into a clean environment and runs"

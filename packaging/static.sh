#!/usr/bin/env bash
# Builds a static binary and says where it is. It needs no library of the machine that runs it.
#
# With the musl target (`rustup target add x86_64-unknown-linux-musl`, Debian's musl-tools) it is linked to musl; where
# that target cannot be had, to a static glibc.
set -euo pipefail
cd "$(dirname "$0")/.."
target=x86_64-unknown-linux-musl
sysroot=$(rustc --print sysroot)
if [ ! -d "$sysroot/lib/rustlib/$target" ]; then
    timeout 300 rustup target add "$target" >&2 || true
fi
if ! command -v musl-gcc >/dev/null; then
    (apt-get update -qq && apt-get install -y -qq musl-tools) >&2 || true
fi
if [ -d "$sysroot/lib/rustlib/$target" ] && command -v musl-gcc >/dev/null; then
    export CC_x86_64_unknown_linux_musl=musl-gcc CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER=musl-gcc
else
    echo "no musl target here: linking to a static glibc" >&2
    target=x86_64-unknown-linux-gnu
    export RUSTFLAGS="${RUSTFLAGS:-} -C target-feature=+crt-static"
fi
cargo build --release --locked --target "$target" >&2
echo "${CARGO_TARGET_DIR:-target}/$target/release/aurora"

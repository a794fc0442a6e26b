#!/usr/bin/env bash
# Makes a Debian package of a built binary: packaging/deb.sh BINARY [FOLDER]. Prints the package's path.
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$1
folder=${2:-target/debian}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
install -D -m 755 "$binary" "$root/usr/bin/aurora"
install -D -m 644 README.md "$root/usr/share/doc/aurora/README.md"
install -D -m 644 LICENSE "$root/usr/share/doc/aurora/copyright"
mkdir -p "$root/usr/share/man/man1" "$root/usr/share/bash-completion/completions" \
    "$root/usr/share/zsh/vendor-completions" "$root/usr/share/fish/vendor_completions.d" "$root/DEBIAN"
"$binary" man | gzip -9n >"$root/usr/share/man/man1/aurora.1.gz"
for command in $(sed -n 's/^## aurora \([a-z_]\{1,\}\)$/\1/p' docs/commands.md); do
    "$binary" man "$command" | gzip -9n >"$root/usr/share/man/man1/aurora-$command.1.gz"
done
"$binary" completion bash >"$root/usr/share/bash-completion/completions/aurora"
"$binary" completion zsh >"$root/usr/share/zsh/vendor-completions/_aurora"
"$binary" completion fish >"$root/usr/share/fish/vendor_completions.d/aurora.fish"
cat >"$root/DEBIAN/control" <<CONTROL
Package: aurora
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: the developers of aurora <aurora@example.org>
Section: devel
Priority: optional
Recommends: less, openssh-client
Description: toolchain for Apache Aurora's configuration language
 Inspects, compares, checks and deploys .aurora files. The binary is static and needs no Python.
CONTROL
mkdir -p "$folder"
dpkg-deb --root-owner-group --build "$root" "$folder/aurora_${version}_$(dpkg --print-architecture).deb" >&2
echo "$folder/aurora_${version}_$(dpkg --print-architecture).deb"

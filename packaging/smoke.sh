#!/usr/bin/env bash
# Builds the packages and tries each as a stranger would: the static binary in an empty root, `cargo install`, the Debian
# package installed into an empty system, the wheel in a clean virtual environment, the GitHub Action's step. The program is
# compiled once and goes into all of them.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
example=$PWD/fixtures/examples/hello.aurora
key=example/www-data/devel/hello

# A program that runs without environment in another folder, and shows what a configuration means.
tries() {
    (cd / && env -i "$1" version) | grep -q '^aurora '
    (cd / && env -i "$1" inspect "$key" "$example") | grep -q 'name: *hello'
}

binary=$(realpath "$(packaging/static.sh)")
if readelf --program-headers --dynamic "$binary" | grep -E 'INTERP|NEEDED' >&2; then
    echo "the binary needs a loader or libraries" >&2
    exit 1
fi
if git rev-parse HEAD >/dev/null 2>&1; then
    (cd / && env -i "$binary" version) | grep -q '^  revision: '
fi
mkdir "$scratch/root"
cp "$binary" "$example" "$scratch/root/"
if [ "$(id -u)" -eq 0 ]; then
    env -i "$(command -v chroot)" "$scratch/root" /aurora inspect "$key" /hello.aurora >"$scratch/shown"
    grep -q 'name: *hello' "$scratch/shown"
    echo "the static binary runs in an empty root: $(du -h "$binary" | cut -f 1)"
else
    tries "$binary"
    echo "the static binary runs without an environment (only root can try it in an empty root)"
fi

(
    . packaging/environment.sh
    cargo install --quiet --locked --path . --target "$target" --root "$scratch/installed" --no-track
)
tries "$scratch/installed/bin/aurora"
echo "cargo install puts a working program into place"

package=$(packaging/deb.sh "$binary" "$scratch/debian")
system=$scratch/system
mkdir -p "$system/var/lib/dpkg/info" "$system/var/lib/dpkg/updates"
touch "$system/var/lib/dpkg/status"
if [ "$(id -u)" -eq 0 ]; then
    dpkg --root="$system" --log=/dev/null --install "$package" >/dev/null
    dpkg --root="$system" --status aurora | grep -q '^Status: install ok installed'
    env -i "$(command -v chroot)" "$system" /usr/bin/aurora version | grep -q '^aurora '
else
    dpkg-deb --extract "$package" "$system"
fi
tries "$system/usr/bin/aurora"
gzip -dc "$system/usr/share/man/man1/aurora.1.gz" | grep -q '^\.TH'
gzip -dc "$system/usr/share/man/man1/aurora-create.1.gz" | grep -q '^\.TH'
test -s "$system/usr/share/bash-completion/completions/aurora"
echo "the Debian package installs and holds a working program"

wheel=$(packaging/wheel.sh "$scratch/wheels")
python3 -m venv "$scratch/clean"
"$scratch/clean/bin/pip" install --quiet --no-index "$wheel"
tries "$scratch/clean/bin/aurora"
"$scratch/clean/bin/pip" uninstall --quiet --yes aurora-toolchain
test ! -e "$scratch/clean/bin/aurora"
echo "the wheel installs into a clean environment and runs"

# A hook in Python's language, which pre-commit installs by itself from the wheel.
"$scratch/clean/bin/pip" install --quiet 'pre-commit>=4,<5'
mkdir "$scratch/repository"
cp "$example" "$scratch/repository/"
cat >"$scratch/repository/.pre-commit-config.yaml" <<CONFIG
repos:
  - repo: local
    hooks:
      - id: aurora-lint
        name: aurora lint
        language: python
        additional_dependencies: ["$wheel"]
        entry: aurora lint --output concise
        files: '\.aurora$'
CONFIG
hooks() {
    (cd "$scratch/repository" && git add . && PRE_COMMIT_HOME=$scratch/hooks PATH=/usr/bin:/bin \
        "$scratch/clean/bin/pre-commit" run --all-files)
}
git -C "$scratch/repository" init --quiet
hooks >"$scratch/hooked"
printf 'jobs = [Nonsense()]\n' >"$scratch/repository/faulty.aurora"
if hooks >"$scratch/hooked"; then
    echo "the hook lets a fault pass" >&2
    exit 1
fi
grep -q '^faulty.aurora:1:' "$scratch/hooked"
echo "pre-commit installs the hook from the wheel and runs it"

# The step of action.yml, as a runner runs it: the lines behind `run: |` with the inputs in the environment.
mkdir "$scratch/checkout"
printf 'import os\njobs = [Nonsense()]\n' >"$scratch/checkout/faulty.aurora"
sed -n '/- name: Lint/,$ s/^      run: //p' action.yml >"$scratch/step"
code=0
(cd "$scratch/checkout" && PATH=$scratch/clean/bin:$scratch/installed/bin:$PATH PATHS=. ARGUMENTS= bash -e "$scratch/step") \
    >"$scratch/annotations" || code=$?
[ "$code" -ne 0 ] && grep -q '^::error file=faulty.aurora,line=2' "$scratch/annotations"
echo "the GitHub Action marks the line of a fault"

#!/usr/bin/env bash
# Random cases and what the original object library makes of them: run.sh FOLDER COUNT SEED. The library goes into a virtual
# environment in FOLDER. Ends with 77 if it cannot be had: no Python 3 with venv, or no package registry.
set -euo pipefail
folder=$1 count=$2 seed=$3

if ! [ -e "$folder/ready" ]; then
    rm -rf "$folder"
    python3 -m venv "$folder" >&2 || { echo "python3 cannot make a virtual environment" >&2; exit 77; }
    "$folder/bin/pip" install --quiet --disable-pip-version-check pystachio==0.8.10 >&2 ||
        { echo "pystachio 0.8.10 cannot be installed" >&2; exit 77; }
    touch "$folder/ready"
fi
exec "$folder/bin/python" "$(dirname "$0")/random_types.py" "$count" "$seed"

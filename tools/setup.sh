#!/usr/bin/env bash
# A virtual environment from the hashed lock, and the system libraries WeasyPrint needs where they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:-.venv}
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=python3.11"; exit 1; }

install() { # install PACKAGE… with the system's package manager, as root or through sudo
    local run=""
    [ "$(id -u)" = 0 ] || run=sudo
    if command -v apt-get >/dev/null; then
        $run apt-get update -qq || true
        $run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    else
        echo "Please install these with your package manager: $*"
        exit 1
    fi
}

"$python" - <<'PY' || install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
import ctypes.util, sys
sys.exit(not all(ctypes.util.find_library(n) for n in ("pango-1.0", "pangoft2-1.0", "harfbuzz")))
PY

"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .

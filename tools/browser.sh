#!/usr/bin/env bash
# A headless Chromium for the accessibility tests, where there is none and the system's package manager can bring it.
set -eu
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0
fi
if [ "${CI:-}" = true ]; then
    echo "No Chromium found, and it could not be installed: with CI=true the accessibility tests are required. Install chromium." >&2
    exit 1
fi
echo "No Chromium found: tests that need a browser will be skipped."

#!/bin/sh
# Prints the path of a Chromium for the browser tests. Where there is none it gets one: as root on Debian
# from the distribution, otherwise the one that belongs to playwright, into the user's cache.
set -eu
cd "$(dirname "$0")/.."
. deploy/finding.sh

of_playwright() {
    .venv/bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)' 2>/dev/null || true
}

find_browser() {
    first_working "${ESTAFETA_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" || first_working "$(of_playwright)"
}

if find_browser; then exit 0; fi

from_distribution chromium "Chromium for the browser tests"
if find_browser; then exit 0; fi

echo "· Chromium for the browser tests (playwright install chromium)" >&2
PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT=20000 .venv/bin/playwright install chromium >&2 || true
if find_browser; then exit 0; fi

cat >&2 <<'EOF'
No working Chromium was found: the browser journeys cannot run.
  Debian, Ubuntu: sudo apt-get install chromium      (Ubuntu may need: sudo snap install chromium)
  Fedora:         sudo dnf install chromium
  macOS:          brew install --cask chromium
  Elsewhere:      ESTAFETA_CHROMIUM=/path/to/chromium make test
  Without them:   ESTAFETA_NO_BROWSER=1 make test
EOF
exit 1

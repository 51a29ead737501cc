#!/bin/sh
# Prints the path of a Chromium for the browser tests. As root on Debian it installs one when there is none.
set -eu

find_browser() {
    for candidate in "${ESTAFETA_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        [ -n "$candidate" ] || continue
        path=$(command -v "$candidate" 2>/dev/null) || continue
        # Ubuntu's chromium-browser may be a note that tells to install a snap: ask it whether it works.
        if "$path" --version >/dev/null 2>&1; then
            printf '%s\n' "$path"
            return 0
        fi
    done
    return 1
}

if find_browser; then exit 0; fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "· Chromium for the browser tests (apt-get install chromium)" >&2
    if apt-get update -q >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium >&2; then
        if find_browser; then exit 0; fi
    fi
fi

cat >&2 <<'EOF'
No Chromium was found: the browser journeys cannot run.
  Debian, Ubuntu: sudo apt-get install chromium      (Ubuntu may need: sudo snap install chromium)
  Fedora:         sudo dnf install chromium
  macOS:          brew install --cask chromium
  Elsewhere:      ESTAFETA_CHROMIUM=/path/to/chromium make test
  Without them:   ESTAFETA_NO_BROWSER=1 make test
EOF
exit 1

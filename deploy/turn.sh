#!/bin/sh
# Prints the path of a coturn (turnserver), for the tests of rooms whose people cannot reach each other directly.
# Where there is none it gets one as root on Debian and Ubuntu.
set -eu
cd "$(dirname "$0")/.."
. deploy/finding.sh

find_turn() { first_working "${ESTAFETA_TURNSERVER:-}" turnserver; }

if find_turn; then exit 0; fi

from_distribution coturn "coturn for the tests of rooms"
# The package also starts a relay of its own at every boot: the tests start theirs, this machine need not serve one.
if [ "$(id -u)" = 0 ] && command -v systemctl >/dev/null 2>&1; then
    systemctl disable --now coturn >&2 2>/dev/null || true
fi
if find_turn; then exit 0; fi

cat >&2 <<'EOF'
No working coturn was found: that rooms work through a relay is not tested.
  Debian, Ubuntu: sudo apt-get install --no-install-recommends coturn
  Fedora:         sudo dnf install coturn
  macOS:          brew install coturn
  Elsewhere:      ESTAFETA_TURNSERVER=/path/to/turnserver make test
  Without it:     ESTAFETA_NO_TURN=1 make test
EOF
exit 1

# What the scripts that find a program for the tests have in common. Sourced by them, in the root of the checkout.

# The first of the candidates that is there and answers when it is asked for its version: a program on the path may be
# a note that tells to install a snap.
works() { [ -n "$1" ] && "$1" --version >/dev/null 2>&1; }

first_working() {
    for candidate in "$@"; do
        [ -n "$candidate" ] || continue
        found=$(command -v "$candidate" 2>/dev/null) || continue
        if works "$found"; then
            printf '%s\n' "$found"
            return 0
        fi
    done
    return 1
}

# from_distribution PACKAGE WHAT: as root on Debian and Ubuntu installs a package; elsewhere it does nothing.
from_distribution() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 0
    echo "· $2 (apt-get install $1)" >&2
    if apt-get update -q >&2; then
        DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$1" >&2 || true
    fi
}

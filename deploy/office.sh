#!/bin/sh
# Prints the path of a LibreOffice (soffice) that opens DOCX files without a screen, for the tests of documents.
# Where there is none it gets one as root on Debian and Ubuntu: the word processor alone, without a window.
set -eu
cd "$(dirname "$0")/.."
. deploy/finding.sh

# A program without its word processor answers too: it works when it has made a PDF of a line of text.
works() {
    [ -n "$1" ] || return 1
    folder=$(mktemp -d) && echo "." >"$folder/line.txt"
    "$1" "-env:UserInstallation=file://$folder/profile" --headless --convert-to pdf --outdir "$folder" \
        "$folder/line.txt" >/dev/null 2>&1 || true
    [ -s "$folder/line.pdf" ] && made=0 || made=1
    rm -rf "$folder"
    return $made
}

# On macOS the program that answers lives inside the application.
find_office() {
    first_working "${ESTAFETA_SOFFICE:-}" soffice libreoffice \
        "/Applications/LibreOffice.app/Contents/MacOS/soffice"
}

if find_office; then exit 0; fi

from_distribution libreoffice-writer-nogui "LibreOffice for the tests of documents"
if find_office; then exit 0; fi

cat >&2 <<'EOF'
No working LibreOffice was found: that it opens the documents is not tested.
  Debian, Ubuntu: sudo apt-get install --no-install-recommends libreoffice-writer-nogui
  Fedora:         sudo dnf install libreoffice-writer
  macOS:          brew install --cask libreoffice
  Elsewhere:      ESTAFETA_SOFFICE=/path/to/soffice make test
  Without it:     ESTAFETA_NO_OFFICE=1 make test
EOF
exit 1

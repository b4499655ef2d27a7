#!/bin/sh
# Installs the system packages that are missing, where that is possible (Debian or Ubuntu, as root or with sudo); else says how.
#   edition  what `make edition` needs: Python's venv, Pango, HarfBuzz-Subset
#   test     what `make test` needs besides: Poppler's and qpdf's tools, by which the tests read the PDFs; Chromium, in which they use the
#            offline page, and npm, which fetches axe-core; LibreOffice, which saves call sheets between the tests' own hands
set -eu

missing=""

need() { # need PACKAGE COMMAND...: the package is needed unless the command succeeds
  package=$1
  shift
  "$@" >/dev/null 2>&1 || missing="$missing $package"
}

library() {
  { ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null; } | grep -q "$1"
}

python_can_make_environments() {
  "${PYTHON:-python3}" -c 'import ensurepip, venv'
}

case ${1:-edition} in
  edition)
    need python3 sh -c 'command -v "${PYTHON:-python3}"'
    need python3-venv python_can_make_environments
    need libpango-1.0-0 library 'libpango-1\.0\.so'
    need libpangoft2-1.0-0 library 'libpangoft2-1\.0\.so'
    need libharfbuzz-subset0 library 'libharfbuzz-subset\.so'
    ;;
  test)
    need poppler-utils sh -c 'command -v pdftotext'
    need qpdf sh -c 'command -v qpdf'
    need chromium sh -c 'command -v chromium'
    need libreoffice-calc-nogui sh -c 'command -v soffice'
    need npm sh -c 'command -v npm'
    need libatomic1 library 'libatomic\.so'
    ;;
esac

[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "Missing here:$missing (names of Debian's packages). Install them with your system's package manager, then try again." >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  run=""
elif sudo -n true 2>/dev/null; then
  run="sudo"
else
  echo "Missing here:$missing" >&2
  echo "Ask somebody who may install packages for: apt-get install$missing" >&2
  exit 1
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# The lists of packages may be absent or old: they are fetched once, then the install is tried.
if ! { $run apt-get update && $run apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  rm -f "$log"
  exit 1
fi
rm -f "$log"

#!/bin/sh
# Installs the system packages that are missing, where that is possible (Debian or Ubuntu, as root or with sudo); else says how.
#   edition  what `make edition` needs: Python, with the modules that make environments
#   test     what `make test` needs besides: Pango and HarfBuzz-Subset, for WeasyPrint, which referees the compositor and makes the PDF of
#            `fiche stats`; Poppler's and qpdf's tools, by which the tests read the PDFs; Chromium, in which they use the offline page, and
#            npm, which fetches axe-core; LibreOffice, which saves call sheets between the tests' own hands
set -eu

kind=${1:-edition}
python=${PYTHON:-python3}
missing=""

need() { # need PACKAGE COMMAND...: the package is needed unless the command succeeds
  package=$1
  shift
  "$@" >/dev/null 2>&1 || missing="$missing $package"
}

library() {
  { ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null; } | grep -q "$1"
}

makes_environments() {
  "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))'
}

give_up() { # give_up WHY: one sentence for whoever typed `make edition`, the names of packages for whoever typed `make test`
  if [ "$kind" = edition ]; then
    echo "make edition needs Python 3.11 or newer that can make environments (its modules venv and ensurepip), and \"$python\" is none:" \
      "install it (Debian, Ubuntu: apt-get install python3 python3-venv), or name another with make edition PYTHON=..." >&2
  else
    echo "Missing here:$missing ($1)." >&2
  fi
  exit 1
}

case $kind in
  edition)
    need "python3 python3-venv" makes_environments
    ;;
  test)
    need libpango-1.0-0 library 'libpango-1\.0\.so'
    need libpangoft2-1.0-0 library 'libpangoft2-1\.0\.so'
    need libharfbuzz-subset0 library 'libharfbuzz-subset\.so'
    need poppler-utils sh -c 'command -v pdftotext'
    need qpdf sh -c 'command -v qpdf'
    need chromium sh -c 'command -v chromium'
    need libreoffice-calc-nogui sh -c 'command -v soffice'
    need npm sh -c 'command -v npm'
    need libatomic1 library 'libatomic\.so'
    ;;
esac

[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null 2>&1 || give_up "names of Debian's packages: install them with your system's package manager, then try again"
if [ "$(id -u)" = 0 ]; then
  run=""
elif sudo -n true 2>/dev/null; then
  run="sudo"
else
  give_up "ask somebody who may install packages for: apt-get install$missing"
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
# Debian's own may be too old, or it is not the one that was named.
[ "$kind" != edition ] || makes_environments >/dev/null 2>&1 || give_up "too old"

#!/bin/sh
# tools/with_chromium.sh <command...>: runs a command on a machine with Debian's Chromium, which is installed where there is
# none. The tests of the page find it by its usual name.
set -eu

[ $# -gt 0 ] || { echo "usage: tools/with_chromium.sh <command...>" >&2; exit 64; }

if ! command -v chromium >/dev/null 2>&1; then
  echo "with_chromium: no Chromium here, installing it" >&2
  [ "$(id -u)" = 0 ] && SUDO="" || SUDO=sudo
  { $SUDO apt-get update && $SUDO apt-get install -y --no-install-recommends chromium; } >&2
fi
exec "$@"

#!/bin/sh
# Whether Bulkhead is ready: exit code 0 if its admin server says so, else 1 with the reason. Asks
# http://127.0.0.1:<admin.port>/health/ready, or the URL given as argument. For cron, monitors and systemd.
set -eu
cd "$(dirname "$0")" || exit
. ./deploy/scripts.sh

load_env .env
url=${1:-http://127.0.0.1:${BULKHEAD_ADMIN__PORT:-8000}/health/ready}
if command -v curl >/dev/null; then
  body=$(curl -fsS --max-time 3 "$url" 2>&1) || fail "Not ready: $url: $body"
else
  deno=$(find_deno) || exit
  "$deno" run --no-prompt --no-config --no-lock --allow-net="$(printf '%s' "$url" | sed 's|^[a-z]*://||; s|/.*||')" \
    deploy/health.ts "$url"
fi
echo "Ready: $url"

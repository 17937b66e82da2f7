#!/bin/sh
# Starts Bulkhead in the background: checks .env, configuration and keys, says SANDBOX or LIVE, and leaves
# its log in logs/<UTC time>.log and its process in run/bulkhead.pid. Arguments go to `start` (see `deno task start --help`).
# Exit code 0 once it runs, 2 if it was refused and nothing was started.
set -eu
cd "$(dirname "$0")" || exit
. ./deploy/scripts.sh

# How long it is watched before this script leaves it alone, seconds.
WATCH_SECONDS=${START_WATCH_SECONDS:-5}

# value <path>: what the configuration has there, without quotes; nothing where it has no such key.
value() {
  printf '%s\n' "$effective" | awk -v path="$1" '$1 == path { gsub(/^"|"$/, "", $2); print $2; exit }'
}

# need <NAME>...: refuses to start where a variable is neither given nor named by NAME_FILE.
need() {
  missing=
  for name in "$@"; do
    eval "[ -n \"\${$name:-}\${${name}_FILE:-}\" ]" || missing="$missing $name"
  done
  [ -z "$missing" ] || fail "Refused: mode $mode needs$missing; put it in .env, or name a file with it in <NAME>_FILE" 2
}

check_keys() {
  case $mode:$venue in
  paper:*) ;;
  *:kucoin*) need KUCOIN_API_KEY KUCOIN_API_SECRET KUCOIN_API_PASSPHRASE ;;
  *) need BINANCE_API_KEY BINANCE_API_SECRET ;;
  esac
  if [ "$(value admin.enabled)" = false ]; then return; fi
  case $(value admin.host) in
  '' | 127.* | localhost | ::1) ;;
  *) need "$(value admin.token_env)" ;;
  esac
}

# announce: what is about to be traded; real money has to be asked for in so many letters.
announce() {
  if [ "$mode" != live ]; then
    echo "SANDBOX: mode $mode, venue $venue, account $account; no real money is at stake."
    return
  fi
  echo "LIVE: venue $venue, account $account. Real orders, real money."
  printf 'Type LIVE to go on: '
  IFS= read -r answer || answer=
  [ "$answer" = LIVE ] || fail "Refused: nothing was started." 2
}

# reserve: makes the pid file, so that of two starts at once only one goes on.
reserve() {
  umask 027
  mkdir -p run logs
  if pid=$(running_pid); then fail "Refused: it runs already as process $pid; ./stop.sh ends it." 2; fi
  rm -f "$PID_FILE"
  (set -C && : >"$PID_FILE") 2>/dev/null || fail "Refused: another start is under way." 2
}

# launch <log> [arguments]: starts it and notes who it is.
launch() {
  log=$1
  shift
  # it must outlive this shell and its terminal
  (trap '' HUP && program start "$@") >"$log" 2>&1 </dev/null &
  pid=$!
  printf '%s\n%s\n' "$pid" "$(began "$pid")" >"$PID_FILE"
}

# watch: whether it still runs after a while; tells why not.
watch() {
  seconds=0
  while [ "$seconds" -lt "$WATCH_SECONDS" ]; do
    sleep 1
    seconds=$((seconds + 1))
    kill -0 "$pid" 2>/dev/null && continue
    code=0
    wait "$pid" || code=$?
    rm -f "$PID_FILE"
    tail -n 20 "$log"
    [ "$code" -ne 0 ] || { echo "It has ended already, with exit code 0. Log: $log" && exit 0; }
    fail "It ended at once, with exit code $code. Log: $log" "$code"
  done
}

load_env .env
effective=$(program config print) || fail "Refused: the configuration is not valid, nothing was started." 2
mode=$(value mode)
[ -n "$mode" ] || fail "Refused: the configuration names no mode." 2
venue=$(value venue.id)
venue=${venue:-simulated}
account=$(value account.id)
check_keys
announce
reserve
log=logs/$(date -u +%Y-%m-%dT%H%M%SZ).log
[ ! -e "$log" ] || log=${log%.log}-$$.log
launch "$log" "$@"
watch
echo "Runs as process $pid. Log: $log. ./healthcheck.sh tells how it is, ./stop.sh ends it."

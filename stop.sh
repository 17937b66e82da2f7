#!/bin/sh
# Ends what start.sh started, in order: entries are taken back, what was decided is stored, then the processes end. Positions
# keep their stops. Waits STOP_SECONDS (60); after that nothing is forced unless --kill is given, which says so.
# Exit code 0 once it has ended or did not run, 1 if it still runs.
set -eu
cd "$(dirname "$0")" || exit
. ./deploy/scripts.sh

WAIT_SECONDS=${STOP_SECONDS:-60}

# ended <seconds>: waits so long for the process to end.
ended() {
  seconds=0
  while [ "$(running_pid)" = "$pid" ]; do
    [ "$seconds" -lt "$1" ] || return 1
    sleep 1
    seconds=$((seconds + 1))
  done
}

done_with_it() {
  rm -f "$PID_FILE"
  echo "$1"
  exit 0
}

case ${1:-} in
'' | --kill) ;;
*) fail "Usage: ./stop.sh [--kill]" 2 ;;
esac
pid=$(running_pid) || done_with_it "It does not run."
echo "Asking process $pid to end in order; waiting up to $WAIT_SECONDS s."
kill -TERM "$pid" 2>/dev/null || true
if ended "$WAIT_SECONDS"; then done_with_it "Ended in order."; fi
[ "${1:-}" = --kill ] ||
  fail "Process $pid still runs after $WAIT_SECONDS s. Look at its log; ./stop.sh --kill ends it by force (kill -9)."
echo "Process $pid still runs after $WAIT_SECONDS s: ending it by force (kill -9). The next start goes on at its last commit."
kill -KILL "$pid" 2>/dev/null || true
if ended 10; then done_with_it "Ended by force."; fi
fail "Process $pid does not even end by kill -9: it waits for the system (disk?)."

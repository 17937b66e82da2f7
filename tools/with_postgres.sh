#!/bin/sh
# tools/with_postgres.sh <command...>: runs a command beside a throw-away PostgreSQL and takes its exit code.
#
# The command finds TEST_DATABASE_URL, and TEST_PG_CTL: a program that does one of these to the server:
#   stop (as after a crash), start, freeze (SIGSTOP to all of it), thaw.
# The cluster lives in a temporary folder and listens on a loopback port; both are gone when the command ends. PostgreSQL
# never runs as root: for root it runs as postgres, else nobody.
set -eu

[ $# -gt 0 ] || { echo "usage: tools/with_postgres.sh <command...>" >&2; exit 64; }

find_bin() {
  for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr); do
    [ -x "$dir/initdb" ] && { echo "$dir"; return; }
  done
  initdb=$(command -v initdb) && dirname "$(readlink -f "$initdb")"
}

BIN=$(find_bin || true)
if [ -z "$BIN" ]; then
  echo "with_postgres: no PostgreSQL here, installing it" >&2
  [ "$(id -u)" = 0 ] && SUDO="" || SUDO=sudo
  { $SUDO apt-get update && $SUDO apt-get install -y --no-install-recommends postgresql; } >&2
  BIN=$(find_bin)
fi

DIR=$(mktemp -d "${TMPDIR:-/tmp}/bulkhead-pg.XXXXXX")
AS=""
if [ "$(id -u)" = 0 ]; then
  OWNER=$(id -un postgres 2>/dev/null || echo nobody)
  AS="setpriv --reuid=$OWNER --regid=$(id -gn "$OWNER") --clear-groups"
  chown "$OWNER" "$DIR"
fi
PORT=$(shuf -i 20000-29999 -n 1)

cat > "$DIR/ctl" <<CTL
#!/bin/sh
cd "$DIR"
tree() { head -1 data/postmaster.pid; ps -o pid= --ppid "\$(head -1 data/postmaster.pid)"; }
case "\$1" in
  start) exec $AS "$BIN/pg_ctl" -D data -l log -w -t 30 -o "-c listen_addresses=127.0.0.1 -p $PORT -k $DIR" start ;;
  stop) exec $AS "$BIN/pg_ctl" -D data -m immediate -w -t 30 stop ;;
  freeze) kill -STOP \$(tree) ;;
  thaw) kill -CONT \$(tree) ;;
  *) echo "ctl: stop, start, freeze or thaw, not \$1" >&2; exit 64 ;;
esac
CTL
chmod 755 "$DIR/ctl"

clean_up() {
  trap - EXIT
  if [ -f "$DIR/data/postmaster.pid" ]; then
    "$DIR/ctl" thaw 2>/dev/null || true
    "$DIR/ctl" stop >/dev/null 2>&1 || true
  fi
  rm -rf "$DIR"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# a natural-language order of texts where the version has one (15 or newer): nothing may depend on the order being plain
init() { (cd "$DIR" && $AS "$BIN/initdb" -D data -U bulkhead -A trust -E UTF8 --locale=C.UTF-8 "$@" >/dev/null 2>&1); }
init --locale-provider=icu --icu-locale=en-US || init
"$DIR/ctl" start >/dev/null || { cat "$DIR/log" >&2; exit 1; }

export TEST_DATABASE_URL="postgres://bulkhead@127.0.0.1:$PORT/postgres"
export TEST_PG_CTL="$DIR/ctl"
CODE=0
"$@" || CODE=$?
exit $CODE

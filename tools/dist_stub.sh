#!/bin/sh
# Bulkhead @VERSION@ in one file: this script, then an archive with Deno, the program and its packages.
# The first start unpacks it into ${XDG_CACHE_HOME:-~/.cache}/bulkhead/<version>-<hash>, for its owner alone; later ones
# start from there. It needs tar, gzip and coreutils, and no network.
set -eu

version='@VERSION@'
hash='@HASH@'
first_line='@FIRST_LINE@'
flags=''

fail() {
  echo "bulkhead: $1" >&2
  exit 1
}

# unpack: the archive into $home, all of it or nothing; several may do so at once.
unpack() {
  mkdir -p "$folder"
  new=$(mktemp -d "$folder/.new.XXXXXX")
  trap 'rm -rf "$new"' EXIT
  trap 'exit 130' HUP INT TERM
  found=$(tail -n "+$first_line" "$0" | sha256sum | cut -d ' ' -f 1)
  [ "$found" = "$hash" ] || fail "Cannot start as this file is damaged: its archive is $found, not $hash; fetch it again"
  tail -n "+$first_line" "$0" | tar -xzf - -C "$new" || fail "Cannot unpack into $folder: is there room for 150 MB?"
  : >"$new/.complete"
  [ -e "$home/.complete" ] || rm -rf "$home"
  mv -T "$new" "$home" 2>/dev/null || [ -e "$home/.complete" ] || fail "Cannot move $new to $home"
  rm -rf "$new"
  trap - EXIT HUP INT TERM
}

cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
[ -n "$cache" ] || fail "Cannot unpack as neither HOME nor XDG_CACHE_HOME is set: set one"
folder=$cache/bulkhead
home=$folder/$version-$(printf '%.16s' "$hash")
if [ ! -e "$home/.complete" ]; then (
  umask 077
  unpack
) fi
[ -n "$(find "$home" -prune -user "$(id -u)")" ] || fail "Cannot start as $home belongs to somebody else: set XDG_CACHE_HOME"

case ${1:-help} in
# each command with the permissions of its task
  @FLAG_CASES@) ;;
esac
export DENO_DIR="$home/deno_dir" DENO_NO_UPDATE_CHECK=1
# flags are several words, on purpose
# shellcheck disable=SC2086
exec "$home/deno" run $flags "$home/app/main.ts" "$@"

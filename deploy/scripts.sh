# shellcheck shell=sh
# What start.sh, stop.sh and healthcheck.sh share; to be read by `.` in the program's folder. POSIX sh.

PID_FILE=run/bulkhead.pid

fail() {
  echo "$1" >&2
  exit "${2:-1}"
}

# load_env <file>: exports the NAME=VALUE lines of a file that is read, never executed. Values may be in one pair of quotes;
# nothing in them is expanded. What the environment has already goes before the file. Refuses a file that others can read.
load_env() {
  [ -e "$1" ] || return 0
  [ -r "$1" ] || fail "Cannot read $1: give yourself the right to" 2
  [ -z "$(find -L "$1" -prune -perm -o=r)" ] ||
    fail "Refused: everybody on this machine can read $1, which may hold keys. Run: chmod o= $1" 2
  env_line_number=0
  while IFS= read -r env_line || [ -n "$env_line" ]; do
    env_line_number=$((env_line_number + 1))
    env_line=${env_line%"$(printf '\r')"}
    env_line=${env_line#"${env_line%%[![:space:]]*}"}
    env_line=${env_line#export }
    case $env_line in
    '' | '#'*) continue ;;
    [A-Z_]*=*) ;;
    *) fail "Refused: line $env_line_number of $1 is no NAME=VALUE" 2 ;;
    esac
    env_name=${env_line%%=*}
    case $env_name in
    *[!A-Z0-9_]*) fail "Refused: line $env_line_number of $1 has a name that is not of A-Z, 0-9 and _" 2 ;;
    PATH | IFS | ENV | LD_*) fail "Refused: line $env_line_number of $1 sets $env_name, which changes what is run" 2 ;;
    esac
    # the name is of A-Z, 0-9 and _ only, so that nothing of it is executed
    if eval "[ -n \"\${$env_name+set}\" ]"; then continue; fi
    export "$env_name=$(unquoted "${env_line#*=}")"
  done <"$1"
  unset env_line env_name env_line_number
}

# unquoted <value>: without the pair of quotes around it, else without a comment and blanks at its end.
unquoted() {
  unquoted_value=${1#"${1%%[![:space:]]*}"}
  unquoted_value=${unquoted_value%"${unquoted_value##*[![:space:]]}"}
  case $unquoted_value in
  \"*\") unquoted_value=${unquoted_value#\"} unquoted_value=${unquoted_value%\"} ;;
  \'*\') unquoted_value=${unquoted_value#\'} unquoted_value=${unquoted_value%\'} ;;
  \"* | \'*) ;;
  *' #'*) unquoted_value=${unquoted_value%%' #'*} unquoted_value=${unquoted_value%"${unquoted_value##*[![:space:]]}"} ;;
  esac
  printf '%s\n' "$unquoted_value"
}

# find_deno: the path of Deno, of the pinned version where npm has to fetch it.
find_deno() {
  if command -v deno; then return; fi
  command -v npx >/dev/null || fail "Cannot start as there is neither deno nor npx: install Deno, or use the packed program"
  npx -y "deno@$(cat .deno-version)" eval 'console.log(Deno.execPath())' || fail "Cannot get Deno through npx"
}

# program <command> [arguments]: replaces this process by the program: the packed file beside this script if it is there,
# else the sources, with the permissions of the task of that name in deno.json.
program() {
  if [ -x ./bulkhead ] && [ ! -d ./bulkhead ]; then exec ./bulkhead "$@"; fi
  program_deno=$(find_deno) || exit
  program_flags=$(sed -n "s/.*\"deno run \\(.*\\) main\\.ts $1\".*/\\1/p" deno.json)
  [ -n "$program_flags" ] || fail "Cannot start as deno.json has no task that runs: deno run ... main.ts $1"
  # flags are several words, on purpose
  # shellcheck disable=SC2086
  exec "$program_deno" run $program_flags main.ts "$@"
}

# began <pid>: a mark that no later process of the same number has; nothing where there is no such process, or one that has
# ended and was not yet waited for.
began() {
  if [ -r "/proc/$1/stat" ]; then
    # after the name in parentheses, which may hold anything: the 22nd field, ticks since boot
    sed -n 's/.*) \([^Z]\)/\1/p' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
  else
    ps -o lstart= -p "$1" 2>/dev/null
  fi
}

# running_pid: the process of the pid file, if it is still that one.
running_pid() {
  [ -s "$PID_FILE" ] || return 1
  { read -r pid_noted && read -r began_noted; } <"$PID_FILE" || began_noted=
  case $pid_noted in '' | *[!0-9]*) return 1 ;; esac
  kill -0 "$pid_noted" 2>/dev/null || return 1
  [ -z "$began_noted" ] || [ "$(began "$pid_noted")" = "$began_noted" ] || return 1
  echo "$pid_noted"
}

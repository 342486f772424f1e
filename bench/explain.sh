#!/usr/bin/env bash
# How fast `uniquity explain --file` reads a large log, beside `grep -c 'duplicate key value'` on the same file.
# usage: bench/explain.sh [MEGABYTES] [ROUNDS]     needs bash, awk, grep and /usr/bin/time
# The log is made anew in a temporary folder and removed at the end. Both programs find it in the page cache; they take
# turns, and the best round of each counts, for both suffer alike from whatever else the machine does.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
megabytes=${1:-1024}
rounds=${2:-5}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
log=$folder/mixed.log

"$root/uniquity" --version >/dev/null # builds where that is needed
awk -v seed=1 -v bytes=$((megabytes * 1024 * 1024)) -v every=300 -f "$root/bench/mixed-log.awk" >"$log"
cat "$log" >/dev/null

# measure NAME COMMAND…: keeps the best wall time, the processor time that went with it, and the greatest memory.
declare -A best cpu memory
measure() {
  local name=$1 wall user system kilobytes
  shift
  /usr/bin/time -o "$folder/time" -f '%e %U %S %M' "$@" >"$folder/$name.out"
  read -r wall user system kilobytes <"$folder/time"
  if [ -z "${best[$name]:-}" ] || awk "BEGIN { exit !($wall < ${best[$name]}) }"; then
    best[$name]=$wall
    cpu[$name]=$(awk "BEGIN { print $user + $system }")
  fi
  [ "$kilobytes" -le "${memory[$name]:-0}" ] || memory[$name]=$kilobytes
}

for ((round = 0; round < rounds; round++)); do
  measure grep grep -c 'duplicate key value' "$log"
  measure explain "$root/uniquity" explain --json --file "$log"
done

model=$(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo)
printf '%s, %s cores, load %s\n' "$model" "$(nproc)" "$(cut -d' ' -f1 /proc/loadavg)"
printf '%s MB, %s lines, %s with the words that grep looks for; best of %s\n\n' "$megabytes" "$(wc -l <"$log")" "$(cat "$folder/grep.out")" "$rounds"
printf '| | wall s | processor s | peak MB |\n|---|---|---|---|\n'
for name in grep explain; do
  printf '| %s | %s | %s | %s |\n' "$name" "${best[$name]}" "${cpu[$name]}" "$((memory[$name] / 1024))"
done
awk "BEGIN { printf \"\nexplain runs at %.2f of grep's speed by the clock (goal 0.25), in %d MB (goal under 200)\n\", ${best[grep]} / ${best[explain]}, ${memory[explain]} / 1024 }"

#!/usr/bin/env bash
# Resolving duplicates against statements by hand, on one server, in turn.
# usage: bench/resolve.sh postgres://user@host:port/database    (an empty database: its schemas bench and uniquity are dropped)
# Prints seconds and the three ratios, then how the time grows with the table. Needs psql and the .NET SDK.
set -euo pipefail
url=${1:?a URL of an empty database}
here=$(cd "$(dirname "$0")" && pwd)
rounds=${ROUNDS:-3}
sizes=${SIZES:-100000 300000 1000000 3000000}
project=$here/Uniquity.Benchmarks
dotnet build "$project" --configuration Release --verbosity quiet
tool=$(dotnet build "$project" --configuration Release --getProperty:TargetPath)

sql() { psql "$url" --quiet --no-psqlrc --set ON_ERROR_STOP=1 --set client_min_messages=warning "$@" >/dev/null; }
fill() { PGOPTIONS='-c client_min_messages=warning' sql --set n="$1" --file "$here/resolve.sql"; }
timed() { local start end; start=$(date +%s.%N); "$@"; end=$(date +%s.%N); awk -v a="$start" -v b="$end" 'BEGIN { printf "%.2f\n", b - a }'; }
resolve() { dotnet "$tool" resolve "$1" "$url"; }
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }
one_by_one() {
  psql "$url" --quiet --no-psqlrc --tuples-only --no-align --set groups="$1" --file "$here/resolve-one-by-one.sql" >"$statements"
  timed sql --file "$statements"
}

statements=$(mktemp)
trap 'rm -f "$statements"' EXIT
hand=(); apply=(); undo=()
for ((round = 1; round <= rounds; round++)); do
  fill 1000000; hand+=("$(timed sql --file "$here/resolve-by-hand.sql")")
  fill 1000000; read -r seconds longest memory < <(resolve apply); apply+=("$seconds")
  read -r back _ < <(resolve undo); undo+=("$back")
  echo "round $round: by hand ${hand[-1]} s, resolve $seconds s (longest batch $longest ms, $memory MB), undo $back s"
done
fill 1000000; loop=$(one_by_one 2000)
h=$(printf '%s\n' "${hand[@]}" | median); a=$(printf '%s\n' "${apply[@]}" | median); u=$(printf '%s\n' "${undo[@]}" | median)
awk -v h="$h" -v a="$a" -v u="$u" -v l="$loop" 'BEGIN {
  printf "| 1,000,000 rows, 100,000 excess, two child tables of 1,000,000 | seconds | ratio | limit |\n|---|---|---|---|\n"
  printf "| by hand, no archive | %.2f | 1.00 | |\n| resolve, with its archive | %.2f | %.2f | 1.60 |\n", h, a, a / h
  printf "| undo | %.2f | %.2f of resolve | 1.00 |\n", u, u / a
  printf "| a group at a time (2,000 timed, of 100,000) | %.0f | %.1f times resolve | at least 20 |\n\n", l * 50, l * 50 / a }'
echo "| rows | resolve s | rows/s | longest batch ms | undo s | memory MB |"
echo "|---|---|---|---|---|---|"
for n in $sizes; do
  fill "$n"; read -r seconds longest memory < <(resolve apply); read -r back _ < <(resolve undo)
  awk -v n="$n" -v s="$seconds" -v l="$longest" -v b="$back" -v m="$memory" 'BEGIN { printf "| %d | %.2f | %.0f | %d | %.2f | %d |\n", n, s, n / s, l, b, m }'
done

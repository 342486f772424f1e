#!/usr/bin/env bash
# Resolving duplicates beside the best statements by hand (which keep no archive), and beside a group at a time; turn by turn
# in one run. Then how the time grows with the table.
#
#   bench/resolve.sh [rounds]
#
# ROWS is the number of users (1,000,000), SIZES the sizes of the table of growth.
# Starts a PostgreSQL of its own in a temporary folder (its settings are initdb's), and removes it at the end.
set -euo pipefail

rounds=${1:-3}
sizes=${SIZES:-100000 300000 1000000 3000000}
rows=${ROWS:-1000000}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
dotnet build "$here/Uniquity.Benchmarks" --configuration Release --verbosity quiet --nologo >/dev/null
tool=$(dotnet build "$here/Uniquity.Benchmarks" --configuration Release --getProperty:TargetPath)
"$root/uniquity" --version >/dev/null
. "$here/server.sh"
fill() { sql --set n="$1" --file "$here/resolve.sql" >/dev/null; }
resolve() { dotnet "$tool" resolve "$1" "postgres:///postgres?host=$work&port=$port&user=postgres"; }
whole() { "$root/uniquity" resolve --db "postgres:///postgres?host=$work&port=$port&user=postgres" --on bench.users --key email --keep first --apply --yes --json; }
timed() { local from; from=$(date +%s%N); "$@" >/dev/null; awk -v t=$(($(date +%s%N) - from)) 'BEGIN { printf "%.2f\n", t / 1e9 }'; }
median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

for ((round = 1; round <= rounds; round++)); do
  fill "$rows"; hand=$(timed sql --file "$here/resolve-by-hand.sql")
  fill "$rows"; read -r seconds longest memory < <(resolve apply)
  read -r back _ < <(resolve undo)
  fill "$rows"; process=$(timed whole)
  fill "$rows"; sql --set groups=2000 --file "$here/resolve-one-by-one.sql" >statements.sql
  loop=$(timed sql --file statements.sql)
  echo "$hand" >>hand; echo "$seconds" >>apply; echo "$back" >>undo; echo "$process" >>process; echo "$loop" | awk -v n="$rows" '{ print $1 * n / 20000 }' >>loop
  echo "round $round: by hand $hand s, resolve $seconds s (longest batch $longest ms, $memory MB), undo $back s, the whole process with its plan $process s, 2,000 groups one by one $loop s" >&2
done
row() { echo "| $2 | $(median <"$1") | $(sort -n <"$1" | head -1) | $(awk -v a="$(median <"$1")" -v b="$(median <"$3")" 'BEGIN { printf "%.2f", a / b }') | $(awk -v a="$(sort -n <"$1" | head -1)" -v b="$(sort -n <"$3" | head -1)" 'BEGIN { printf "%.2f", a / b }') | $4 |"; }

echo "load average while measuring: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors"
echo
echo "| $rows rows, a tenth of them excess, two child tables of as many | median s | fastest s | ratio of medians | ratio of fastest | limit |"
echo "|---|---|---|---|---|---|"
row hand "by hand, without an archive" hand ""
row apply "resolve, with its archive" hand "1.60 of by hand"
row process "\`uniquity resolve --apply --yes\`: the process, its plan, the resolution" hand ""
row undo "undo" apply "1.00 of resolve"
row loop "a group at a time (2,000 timed, for all)" apply "at least 20 of resolve"
echo
echo "| rows | resolve s | rows/s | longest batch ms | undo s | memory MB |"
echo "|---|---|---|---|---|---|"
for n in $sizes; do
  fill "$n"; read -r seconds longest memory < <(resolve apply); read -r back _ < <(resolve undo)
  awk -v n="$n" -v s="$seconds" -v l="$longest" -v b="$back" -v m="$memory" 'BEGIN { printf "| %d | %.2f | %.0f | %d | %.2f | %d |\n", n, s, n / s, l, b, m }'
done

#!/usr/bin/env bash
# Resolving duplicates beside the best statements by hand (which keep no archive), and beside a group at a time; turn by turn
# in one run. Then how the time grows with the table.
#
#   bench/resolve.sh [rounds]
#
# Starts a PostgreSQL of its own in a temporary folder (its settings are initdb's), and removes it at the end.
set -euo pipefail

rounds=${1:-3}
sizes=${SIZES:-100000 300000 1000000 3000000}
here=$(cd "$(dirname "$0")" && pwd)
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
bin=${UNIQUITY_TEST_POSTGRES_BIN:-$bin}
dotnet build "$here/Uniquity.Benchmarks" --configuration Release --verbosity quiet --nologo >/dev/null
tool=$(dotnet build "$here/Uniquity.Benchmarks" --configuration Release --getProperty:TargetPath)
work=$(mktemp -d /tmp/uniquity-bench-XXXXXX)
as=()
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  chown postgres "$work"
fi
port=$((20000 + RANDOM % 20000))
finish() {
  "${as[@]}" "$bin/pg_ctl" -D "$work/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT
cd "$work"
"${as[@]}" "$bin/initdb" -D "$work/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$work/data" -l "$work/log" -w -o "-p $port -k $work -c listen_addresses=''" start >/dev/null
sql() { PGOPTIONS='-c client_min_messages=warning' "$bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h "$work" -p "$port" -U postgres "$@"; }
fill() { sql --set n="$1" --file "$here/resolve.sql" >/dev/null; }
resolve() { dotnet "$tool" resolve "$1" "postgres:///postgres?host=$work&port=$port&user=postgres"; }
timed() { local from; from=$(date +%s%N); "$@" >/dev/null; awk -v t=$(($(date +%s%N) - from)) 'BEGIN { printf "%.2f\n", t / 1e9 }'; }
median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

for ((round = 1; round <= rounds; round++)); do
  fill 1000000; hand=$(timed sql --file "$here/resolve-by-hand.sql")
  fill 1000000; read -r seconds longest memory < <(resolve apply)
  read -r back _ < <(resolve undo)
  fill 1000000; sql --set groups=2000 --file "$here/resolve-one-by-one.sql" >statements.sql
  loop=$(timed sql --file statements.sql)
  echo "$hand" >>hand; echo "$seconds" >>apply; echo "$back" >>undo; echo "$loop" | awk '{ print $1 * 50 }' >>loop
  echo "round $round: by hand $hand s, resolve $seconds s (longest batch $longest ms, $memory MB), undo $back s, 2,000 groups one by one $loop s" >&2
done
row() { echo "| $2 | $(median <"$1") | $(sort -n <"$1" | head -1) | $(awk -v a="$(median <"$1")" -v b="$(median <"$3")" 'BEGIN { printf "%.2f", a / b }') | $(awk -v a="$(sort -n <"$1" | head -1)" -v b="$(sort -n <"$3" | head -1)" 'BEGIN { printf "%.2f", a / b }') | $4 |"; }

echo "load average while measuring: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors"
echo
echo "| 1,000,000 rows, 100,000 excess, two child tables of 1,000,000 | median s | fastest s | ratio of medians | ratio of fastest | limit |"
echo "|---|---|---|---|---|---|"
row hand "by hand, without an archive" hand ""
row apply "resolve, with its archive" hand "1.60 of by hand"
row undo "undo" apply "1.00 of resolve"
row loop "a group at a time (2,000 timed, times 50)" apply "at least 20 of resolve"
echo
echo "| rows | resolve s | rows/s | longest batch ms | undo s | memory MB |"
echo "|---|---|---|---|---|---|"
for n in $sizes; do
  fill "$n"; read -r seconds longest memory < <(resolve apply); read -r back _ < <(resolve undo)
  awk -v n="$n" -v s="$seconds" -v l="$longest" -v b="$back" -v m="$memory" 'BEGIN { printf "| %d | %.2f | %.0f | %d | %.2f | %d |\n", n, s, n / s, l, b, m }'
done

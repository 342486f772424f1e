#!/usr/bin/env bash
# What a guard costs a writer: inserts per second into a table with nothing on the key, with a plain index on it, with a guard
# (which needs that index), and with the unique index; turn by turn in one run.
#
#   bench/guard.sh [rounds] [seconds]
#
# Starts a PostgreSQL of its own in a temporary folder (its settings are initdb's), and removes it at the end.
set -euo pipefail

rounds=${1:-3}
seconds=${2:-5}
clients=${CLIENTS:-8}
here=$(cd "$(dirname "$0")" && pwd)
dotnet build "$here/Uniquity.Benchmarks" --configuration Release --verbosity quiet --nologo >/dev/null
tool=$(dotnet build "$here/Uniquity.Benchmarks" --configuration Release --getProperty:TargetPath)
settings='-c synchronous_commit=off'
. "$here/server.sh"
median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

fresh() { sql -c "DROP TABLE IF EXISTS guarded; CREATE TABLE guarded (id bigserial PRIMARY KEY, k text NOT NULL, note text); INSERT INTO guarded (k) SELECT 'old' || i FROM generate_series(1, 100000) AS i"; }
one=$work/one.sql
bulk=$work/bulk.sql
echo "INSERT INTO guarded (k, note) VALUES (gen_random_uuid()::text, 'x');" >"$one"
echo "INSERT INTO guarded (k, note) SELECT gen_random_uuid()::text, 'x' FROM generate_series(1, 1000);" >"$bulk"
rate() { "$bin/pgbench" -n -h "$work" -p "$port" -U postgres -c "$clients" -j 2 -T "$seconds" -f "$1" postgres 2>/dev/null | awk -v rows="$2" '/^tps/ { printf "%.0f\n", $3 * rows }'; }
prepare() {
  fresh
  case $1 in
    nothing) ;;
    plain) sql -c "CREATE INDEX ON guarded (k)" ;;
    guard) dotnet "$tool" guard "postgres:///postgres?host=$work&port=$port&user=postgres" | sql ;;
    unique) sql -c "CREATE UNIQUE INDEX ON guarded (k)" ;;
  esac
}

for ((round = 1; round <= rounds; round++)); do
  for what in nothing plain guard unique; do
    prepare "$what"
    rate "$one" 1 >>"$work/one-$what"
    rate "$bulk" 1000 >>"$work/bulk-$what"
  done
done

echo "| on the key | inserts/s, a row each | of nothing | inserts/s, 1,000 rows each | of nothing |"
echo "|---|---|---|---|---|"
for what in nothing plain guard unique; do
  a=$(median <"$work/one-$what"); b=$(median <"$work/bulk-$what")
  awk -v what="$what" -v a="$a" -v b="$b" -v x="$(median <"$work/one-nothing")" -v y="$(median <"$work/bulk-nothing")" \
    'BEGIN { printf "| %s | %d | %.2f | %d | %.2f |\n", what, a, a / x, b, b / y }'
done

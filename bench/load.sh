#!/usr/bin/env bash
# Loading a file that collides: beside psql's \copy into staging and INSERT … ON CONFLICT DO NOTHING, beside pgloader, beside the
# sqlite3 shell's .import; turn by turn in one run. Then the memory that a large file takes.
#
#   bench/load.sh [rows] [rounds] [megabytes of the large file; 0 leaves it out]
#
# PERCENTS are the duplicates tried (0 0.1 1 5), PGLOADER_ROWS the rows for pgloader (200,000; 0 leaves it out), of which
# PGLOADER_PERCENT (0.1) are duplicates.
# Starts a PostgreSQL of its own in a temporary folder (its settings are initdb's), and removes it at the end.
set -euo pipefail

rows=${1:-2000000}
rounds=${2:-3}
megabytes=${3:-2048}
percents=${PERCENTS-0 0.1 1 5}
slow=${PGLOADER_ROWS:-200000}
part=${PGLOADER_PERCENT:-0.1}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
"$root/uniquity" --version >/dev/null
. "$here/server.sh"
url="postgres:///postgres?host=$work&port=$port&user=postgres"
timed() { local from; from=$(date +%s%N); "$@" >said 2>&1 || [ $? = 1 ] || { cat said >&2; return 1; }; awk -v t=$(($(date +%s%N) - from)) 'BEGIN { printf "%.2f\n", t / 1e9 }'; }
make() { awk -v rows="$1" -v percent="$2" -f "$here/load.awk" >rows.csv; }
fresh() { sql --file "$here/load.sql" >/dev/null 2>&1; rm -f refused.ndjson; }
hand() { sql --file "$here/load-by-hand.sql"; }
load() { "$root/uniquity" load rows.csv --db "$url" --into users --on-conflict skip --rejects refused.ndjson --json; }
lite() { "$root/uniquity" load rows.csv --db "sqlite:$work/lite.db" --into users --on-conflict skip --rejects refused.ndjson --json; }
import() { printf '.import --csv --skip 1 rows.csv users\n' | sqlite3 hand.db; }
other() { pgloader --quiet pgloader.load; }
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
fastest() { sort -n "$1" | head -1; }
over() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
line() { echo "| $1 | $(median "$2") | $(median "$3") | $(over "$(median "$3")" "$(median "$2")") | $(over "$(fastest "$3")" "$(fastest "$2")") | $4 | $5 |"; }
# Every record that is no new row has to be a reject, and the table what it is by hand.
check() {
  local in kept; in=$(sql -c 'SELECT count(*) FROM users'); kept=$(wc -l <refused.ndjson)
  [ $((in + kept)) = "$1" ] || { echo "wrong: $in rows and $kept rejects of $1 records" >&2; exit 1; }
  echo "$kept"
}

echo "load average while measuring: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors" >&2
echo "| $rows rows of 8 columns, primary key and a unique text | by hand s | uniquity s | ratio of medians | ratio of fastest | limit | rejects |"
echo "|---|---|---|---|---|---|---|"
for percent in $percents; do
  make "$rows" "$percent"; : >a; : >b
  for ((round = 1; round <= rounds; round++)); do
    fresh; timed hand >>a
    fresh; timed load >>b
    kept=$(check "$rows")
    echo "$percent%, round $round: by hand $(tail -1 a) s, load $(tail -1 b) s" >&2
  done
  line "PostgreSQL, $percent% duplicates" a b 1.50 "$kept"
done

if command -v sqlite3 >/dev/null; then
  make "$rows" 0; : >a; : >b
  for ((round = 1; round <= rounds; round++)); do
    for file in hand lite; do rm -f $file.db; sqlite3 $file.db 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, city TEXT, age INTEGER, balance NUMERIC, active TEXT, created_at TEXT)'; done
    rm -f refused.ndjson; sync
    timed import >>a
    timed lite >>b
    echo "SQLite, round $round: .import $(tail -1 a) s, load $(tail -1 b) s" >&2
  done
  line "SQLite, no duplicates, beside \`.import\`" a b 1.30 0
  rm -f hand.db lite.db
fi

if [ "$slow" -gt 0 ] && command -v pgloader >/dev/null; then
  cat >pgloader.load <<LOAD
LOAD CSV FROM '$work/rows.csv' HAVING FIELDS (id, email, name, city, age, balance, active, created_at)
INTO postgresql://postgres@unix:$work:$port/postgres?tablename=users TARGET COLUMNS (id, email, name, city, age, balance, active, created_at)
WITH skip header = 1, fields terminated by ',', fields optionally enclosed by '"';
LOAD
  make "$slow" "$part"; : >a; : >b
  for ((round = 1; round <= rounds; round++)); do
    fresh; timed other >>a
    fresh; timed load >>b
    kept=$(check "$slow")
    echo "pgloader, round $round: $(tail -1 a) s, load $(tail -1 b) s" >&2
  done
  line "pgloader, $slow rows, $part% duplicates" a b 0.10 "$kept"
fi

if [ "$megabytes" -gt 0 ]; then
  # 94 bytes a row or so.
  make "$((megabytes * 1048576 / 100))" 0.1; fresh
  from=$(date +%s%N)
  load >said & id=$!
  peak=0
  while kill -0 $id 2>/dev/null; do
    for process in $id $(pgrep -P $id || true); do
      now=$(awk '/VmHWM/ { print $2 }' "/proc/$process/status" 2>/dev/null || true)
      [ "${now:-0}" -le "$peak" ] || peak=$now
    done
    sleep 0.2
  done
  wait $id || [ $? = 1 ]
  echo
  echo "| file | seconds | peak resident MB | limit |"
  echo "|---|---|---|---|"
  echo "| $(($(stat -c %s rows.csv) / 1048576)) MB | $(awk -v t=$(($(date +%s%N) - from)) 'BEGIN { printf "%.0f", t / 1e9 }') | $((peak / 1024)) | 200 |"
fi

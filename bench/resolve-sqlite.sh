#!/usr/bin/env bash
# Resolving duplicates of a SQLite file beside the best statements by hand in the sqlite3 shell (which keep no archive), in one run.
#
#   bench/resolve-sqlite.sh [rounds]
#
# 1,000,000 rows, 100,000 excess, two child tables of 1,000,000. The command's times include its start and its plan.
set -euo pipefail

rounds=${1:-3}
here=$(cd "$(dirname "$0")" && pwd)
tool=${UNIQUITY:-$here/../uniquity}
work=$(mktemp -d /tmp/uniquity-bench-XXXXXX)
trap 'rm -rf "$work"' EXIT
cd "$work"
sqlite3 full.db <<'SQL'
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, name TEXT);
WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 1000000)
  INSERT INTO users SELECT i, 'user' || (CASE WHEN i > 900000 THEN (i * 7919) % 900000 + 1 ELSE i END) || '@example.com', 'n' || i FROM s;
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users, note TEXT);
INSERT INTO orders SELECT id, (id * 31) % 1000000 + 1, 'abc' FROM users;
CREATE INDEX orders_user ON orders (user_id);
CREATE TABLE visits (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users, note TEXT);
INSERT INTO visits SELECT * FROM orders;
CREATE INDEX visits_user ON visits (user_id);
SQL
cat >hand.sql <<'SQL'
BEGIN IMMEDIATE;
CREATE TEMP TABLE pairs (old INTEGER PRIMARY KEY, new INTEGER);
INSERT INTO pairs SELECT t.id, d.first FROM users AS t CROSS JOIN (SELECT email, min(id) AS first FROM users GROUP BY email HAVING count(*) > 1) AS d ON d.email = t.email WHERE t.id <> d.first;
UPDATE orders SET user_id = pairs.new FROM pairs WHERE orders.user_id = pairs.old;
UPDATE visits SET user_id = pairs.new FROM pairs WHERE visits.user_id = pairs.old;
DELETE FROM users WHERE id IN (SELECT old FROM pairs);
COMMIT;
SQL
timed() { local from; from=$(date +%s%N); "$@" >/dev/null 2>&1; awk -v t=$(($(date +%s%N) - from)) 'BEGIN { printf "%.2f\n", t / 1e9 }'; }
content() { for table in users orders visits; do sqlite3 "$1" "SELECT * FROM $table"; done | md5sum; }
hand() { sqlite3 hand.db <hand.sql; }
"$tool" --version >/dev/null
echo "load average while measuring: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors"
echo "| round | by hand s | resolve s | undo s |"
echo "|---|---|---|---|"
for ((round = 1; round <= rounds; round++)); do
  cp full.db hand.db; by_hand=$(timed hand)
  cp full.db tool.db; apply=$(timed "$tool" resolve --db sqlite:tool.db --on users --key email --keep first --apply --yes)
  run=$(sqlite3 tool.db "SELECT id FROM uniquity_runs")
  undo=$(timed "$tool" undo "$run" --db sqlite:tool.db)
  [ "$(content full.db)" = "$(content tool.db)" ] || { echo "the undo is not exact" >&2; exit 1; }
  echo "| $round | $by_hand | $apply | $undo |"
done

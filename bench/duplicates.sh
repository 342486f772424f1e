#!/usr/bin/env bash
# How long `uniquity duplicates` takes beside the same question written by hand in psql, whole process against whole process,
# turn by turn in one run, and how much memory it holds at 300,000 and at 3,000,000 rows.
#
#   bench/duplicates.sh [rounds]
#
# Starts a PostgreSQL of its own in a temporary folder (its settings are initdb's), and removes it at the end.
set -eu

rounds=${1:-5}
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/server.sh"
url="postgres:///postgres?host=$work&port=$port&user=postgres"

# 2,700,000 addresses, 300,000 of them twice, in no order; and the tenth part of that.
fill='CREATE TABLE %s AS SELECT i AS id, '\''user'\'' || (CASE WHEN i <= %d THEN i ELSE i - %d END) || '\''@example.com'\'' AS email FROM generate_series(1, %d) i ORDER BY hashint4(i); ALTER TABLE %s ADD PRIMARY KEY (id); VACUUM ANALYZE %s;'
printf "$fill" users 2700000 2700000 3000000 users users | sql
printf "$fill" users_small 270000 270000 300000 users_small users_small | sql

millis() { local from; from=$(date +%s%N); "$@" >/dev/null; echo $((($(date +%s%N) - from) / 1000000)); }
median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

listed() { sql -c "SELECT email, count(*) FROM users GROUP BY email HAVING count(*) > 1 ORDER BY count(*) DESC LIMIT 20"; }
listed_in_memory() { sql -c "SET work_mem = '512MB'" -c "SELECT email, count(*) FROM users GROUP BY email HAVING count(*) > 1 ORDER BY count(*) DESC LIMIT 20"; }
counted() { sql -c "SET work_mem = '64MB'" -c "SELECT sum(n), count(*) FILTER (WHERE n > 1), sum(n - 1) FILTER (WHERE n > 1) FROM (SELECT email, count(*) AS n FROM users GROUP BY email) AS g"; }
# Duplicates found is exit code 1.
ours() { "$root/uniquity" duplicates --db "$url" --on users --key email --json || [ $? = 1 ]; }
diagnosed() { echo "$refusal" | "$root/uniquity" diagnose - --db "$url" --json; }

ours >/dev/null
for round in $(seq "$rounds"); do
  for way in listed listed_in_memory counted ours; do millis "$way" >>"$work/$way.times"; done
  echo "round $round: $(for way in listed listed_in_memory counted ours; do printf '%s %s ms  ' "$way" "$(tail -1 "$work/$way.times")"; done)" >&2
done

memory() { /usr/bin/time -f %M "$root/uniquity" "$@" 2>&1 >/dev/null | tail -1; }
fastest() { sort -n | head -1; }
best=$(for way in listed listed_in_memory counted; do median <"$work/$way.times"; done | sort -n | head -1)
mine=$(median <"$work/ours.times")
row() { echo "| $2 | $(median <"$work/$1.times") ms | $(fastest <"$work/$1.times") ms |"; }

echo
echo "load average while measuring: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors"
echo
echo "| question | median of $rounds | fastest |"
echo "|---|---|---|"
row listed "by hand: groups of two or more, top 20, server's defaults"
row listed_in_memory "by hand: the same with work_mem = 512MB"
row counted "by hand: rows, groups and excess, without any group"
row ours "\`uniquity duplicates\`: rows, groups, excess, nulls, top 20 with row ids"
echo "| ratio to the best by hand | $(awk -v a="$mine" -v b="$best" 'BEGIN { printf "%.2f", a / b }') | $(awk -v a="$(fastest <"$work/ours.times")" -v b="$(cat "$work"/listed.times "$work"/listed_in_memory.times "$work"/counted.times | fastest)" 'BEGIN { printf "%.2f", a / b }') |"
echo
echo "| memory and time | |"
echo "|---|---|"
echo "| resident memory, 300,000 rows | $(memory duplicates --db "$url" --on users_small --key email --json) KB |"
echo "| resident memory, 3,000,000 rows | $(memory duplicates --db "$url" --on users --key email --json) KB |"
echo "| resident memory, 300,000 groups to a file (\`--out\`) | $(memory duplicates --db "$url" --on users --key email --out "$work/all.ndjson") KB |"

sql -c "DELETE FROM users WHERE id > 2700000" -c "ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email)" -c "VACUUM ANALYZE users"
refusal=$(sql -c "INSERT INTO users VALUES (9000000, 'user77@example.com')" 2>&1 || true)
for round in $(seq "$rounds"); do millis diagnosed >>"$work/diagnosed.times"; done
echo "| \`uniquity diagnose\` of a 23505 on 2,700,000 rows | $(median <"$work/diagnosed.times") ms |"

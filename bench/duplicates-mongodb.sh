#!/usr/bin/env bash
# `uniquity duplicates` on MongoDB beside the same aggregations sent by a C program on libmongoc, whole process against whole
# process, turn by turn in one run; as text, as JSON, and with every group to a file.
#
#   bench/duplicates-mongodb.sh [rounds]
#
# DOCUMENTS is the number of documents (1,000,000); a hundredth of them is excess in one collection, a tenth in the other.
# Needs a C compiler and libmongoc's headers (Debian: gcc libmongoc-dev).
set -euo pipefail

rounds=${1:-5}
documents=${DOCUMENTS:-1000000}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
"$root/uniquity" --version >/dev/null
pkg-config --exists libmongoc-1.0 || { echo "$0: libmongoc's headers are missing: apt-get install libmongoc-dev pkg-config" >&2; exit 3; }
. "$here/mongodb.sh"
# shellcheck disable=SC2046 # flags are words
cc -O2 -o "$work/aggregate" "$here/aggregate-mongodb.c" $(pkg-config --cflags --libs libmongoc-1.0)
database=${url}uniquity_bench
few=$((documents / 100)) many=$((documents / 10))
"$python" "$here/duplicates-mongodb.py" "$database" "$documents" few "$few" many "$many"

# The same that Uniquity sends, the look for the ids of the 20 groups that it shows among it; and what a person would write first.
value='{"$ifNull":["$email",null]}'
look='[{"$group":{"_id":null,"rows":{"$sum":1},"nulls":{"$sum":{"$cond":[{"$or":[{"$eq":['$value',null]}]},1,0]}},"arrays":{"$max":{"$isArray":"$email"}}}}]'
group='{"$group":{"_id":{"k0":'$value'},"n":{"$sum":1}}},{"$match":{"n":{"$gt":1}}}'
report='['$group',{"$facet":{"totals":[{"$group":{"_id":null,"groups":{"$sum":1},"rows":{"$sum":"$n"}}}],"top":[{"$sort":{"n":-1,"_id":1}},{"$limit":20}]}}]'
listing='[{"$group":{"_id":{"k0":'$value'},"n":{"$sum":1},"ids":{"$firstN":{"input":"$_id","n":1000}}}},{"$match":{"n":{"$gt":1}}},{"$sort":{"n":-1,"_id":1}}]'
plain='[{"$group":{"_id":"$email","n":{"$sum":1}}},{"$match":{"n":{"$gt":1}}},{"$sort":{"n":-1}},{"$limit":20}]'

aggregate() { local collection=$1; shift; "$work/aggregate" "$url" uniquity_bench "$collection" "$@"; }
# Duplicates found is exit code 1.
ours() { local collection=$1; shift; "$root/uniquity" duplicates --db "$database" --on "$collection" --key email "$@" || [ $? = 1 ]; }
text() { ours "$1"; }
json() { ours "$1" --json; }
file() { ours "$1" --out "$work/$1.ndjson" --yes; }
same() { aggregate "$1" "$look" "$report" "$(cat "$work/$1.ids")"; }
hand() { aggregate "$1" "$plain"; }
list() { aggregate "$1" "$look" "$listing"; }
# The last question depends on the answers before it: it is put with the keys that Uniquity found.
for name in few many; do
  json "$name" | "$python" -c 'import json, sys
keys = [group["key"]["email"] for group in json.load(sys.stdin)["top"]]
print(json.dumps([{"$match": {"$or": [{"email": key} for key in keys]}}, {"$group": {"_id": {"k0": {"$ifNull": ["$email", None]}}, "n": {"$sum": 1}, "ids": {"$firstN": {"input": "$_id", "n": 10}}}}, {"$match": {"n": {"$gt": 1}}}]))' >"$work/$name.ids"
done
ways='same text json hand list file'

# timed NAME COLLECTION: seconds by the clock, and processor seconds of this process's children (the server is none of them).
timed() {
  local TIMEFORMAT='%R %U %S'
  { time "$1" "$2" >/dev/null 2>"$work/said"; } 2>>"$work/$1.$2.times" || { cat "$work/said" >&2; return 1; }
}
median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
of() { awk '{ print $1 }' "$work/$1.$2.times"; }
processor() { awk '{ print $2 + $3 }' "$work/$1.$2.times" | median; }
fastest() { of "$1" "$2" | sort -n | head -1; }
memory() { local name=$1; shift; /usr/bin/time -f %M -o "$work/memory" "$root/uniquity" duplicates --db "$database" --on "$name" --key email "$@" >/dev/null || [ $? = 1 ]; tail -1 "$work/memory"; }

for name in few many; do for way in $ways; do "$way" "$name" >/dev/null; done; done
for round in $(seq "$rounds"); do
  for name in few many; do
    for way in $ways; do timed "$way" "$name"; done
    echo "round $round, $name: $(for way in $ways; do printf '%s %s s  ' "$way" "$(of "$way" "$name" | tail -1)"; done)load $(cut -d' ' -f1-3 /proc/loadavg)" >&2
  done
done
[ "$(wc -l <"$work/many.ndjson")" = "$many" ] && [ "$(wc -l <"$work/few.ndjson")" = "$few" ] || { echo "the files do not hold every group" >&2; exit 1; }

row() { echo "| $3 | $(of "$1" "$2" | median) | $(fastest "$1" "$2") | $(processor "$1" "$2") | $(awk -v a="$(of "$1" "$2" | median)" -v b="$(of "$4" "$2" | median)" -v c="$(fastest "$1" "$2")" -v d="$(fastest "$4" "$2")" 'BEGIN { printf "%.2f | %.2f", a / b, c / d }') |"; }
echo "load average while measuring: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors, median of $rounds"
for name in few many; do
  echo
  echo "| $documents documents, ${!name} groups | median s | fastest s | own processor s | ratio of medians | of fastest |"
  echo "|---|---|---|---|---|---|"
  row same "$name" "the same aggregations by a C program (rows, nulls, groups, top 20 with ids)" same
  row text "$name" "\`uniquity duplicates\`" same
  row json "$name" "\`uniquity duplicates --json\`" same
  row hand "$name" "by hand in the C program: \`\$group\` by '\$email', \`\$match\`, \`\$sort\`, \`\$limit\` 20; no totals" same
  row list "$name" "the listing with ids (and the look for rows and nulls) by the C program" list
  row file "$name" "\`uniquity duplicates --out\`, all groups" list
done
beyond() { awk -v a="$1" -v b="$2" -v n="$many" 'BEGIN { if (a > b) printf "%.0f", n / (a - b); else printf "no time beyond it" }'; }
echo
echo "| streaming $many groups | |"
echo "|---|---|"
echo "| groups a second beyond the C program's time, of medians | $(beyond "$(of file many | median)" "$(of list many | median)") |"
echo "| groups a second beyond the C program's time, of fastest | $(beyond "$(fastest file many)" "$(fastest list many)") |"
echo "| peak resident, $few groups to a file | $(memory few --out "$work/few.ndjson" --yes) KB |"
echo "| peak resident, $many groups to a file | $(memory many --out "$work/many.ndjson" --yes) KB |"
echo "| peak resident, $many groups, --json | $(memory many --json) KB |"

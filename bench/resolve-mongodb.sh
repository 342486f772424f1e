#!/usr/bin/env bash
# Resolving 100,000 excess documents on MongoDB, beside a loop of one command per group on PyMongo; turn by turn in one run.
#
#   bench/resolve-mongodb.sh [rounds]
#
# USERS is the number of users (200,000); half of them are excess, and each has an order that refers to it.
set -euo pipefail

rounds=${1:-3}
users=${USERS:-200000}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
"$root/uniquity" --version >/dev/null
. "$here/mongodb.sh"
database=${url}uniquity_bench
hand() { "$python" "$here/resolve-mongodb.py" "$1" "$database" "$users"; }
resolve() { dotnet "$tool" mongodb-resolve "$@"; }
timed() { local from; from=$(date +%s%N); "$@" >/dev/null; awk -v t=$(($(date +%s%N) - from)) 'BEGIN { printf "%.2f\n", t / 1e9 }'; }
median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

for ((round = 1; round <= rounds; round++)); do
  hand fill; read -r seconds memory < <(resolve apply "$database")
  read -r back _ < <(resolve undo "$database"); hand check
  hand fill; process=$(timed "$root/uniquity" resolve --db "$database" --on users --key email --keep first --apply --yes --json)
  hand fill; loop=$(hand loop)
  hand fill; archived=$(hand archived)
  hand fill; read -r following _ < <(resolve apply "$database" orders.userId)
  resolve undo "$database" >/dev/null; hand check
  hand fill; references=$(hand references)
  for row in seconds back process loop archived following references; do echo "${!row}" >>"$row"; done
  echo "round $round: resolve $seconds s ($memory MB), undo $back s, the whole process $process s, a command per group $loop s, archived by hand $archived s; with references $following s, by hand $references s; load $(cut -d' ' -f1-3 /proc/loadavg)" >&2
done
row() { echo "| $2 | $(median <"$1") | $(sort -n <"$1" | head -1) | $(awk -v a="$(median <"$1")" -v b="$(median <"$3")" 'BEGIN { printf "%.1f", a / b }') |"; }

echo "load average while measuring: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors"
echo
echo "| $users documents, half of them excess | median s | fastest s | ratio of medians |"
echo "|---|---|---|---|"
row seconds "resolve, with its archive" seconds
row process "\`uniquity resolve --apply --yes\`: the process, its plan, the resolution" seconds
row back "undo" seconds
row loop "a deleteMany per group, without an archive (2,000 timed, for all)" seconds
row archived "find, insertMany into an archive (w: majority) and deleteMany per group" seconds
row following "resolve with \`--reference orders.userId\`" following
row references "find, updateMany and deleteMany per group, without an archive" following

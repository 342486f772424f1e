#!/usr/bin/env bash
# Brings PostgreSQL 18 with DocumentDB into .engines/documentdb, from Debian's packages and without installing them.
#
#   eng/documentdb/up.sh          what packages.lock pins; the newest where a pinned file has left the mirror
#   eng/documentdb/up.sh --lock   writes packages.lock anew, from the newest
#
# Needs no root. The mirror is the one of the machine's own apt, whatever Debian that is.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
here=eng/documentdb
lock=$here/packages.lock
engines=$PWD/.engines
debs=$engines/debs
tree=$engines/documentdb
suite=forky
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

stop() {
  echo "DocumentDB (the tests' MongoDB engine) is not available: $1" >&2
  exit 1
}

for tool in dpkg-deb apt-get apt-cache sha256sum tar; do
  command -v $tool >/dev/null 2>&1 || stop "it comes from Debian's packages, and $tool is missing"
done
helper=/usr/lib/apt/apt-helper
[ -x $helper ] || stop "$helper is missing (Debian package apt)"
architecture=$(dpkg --print-architecture)
mkdir -p "$debs"
. $here/apt.sh
. $here/tree.sh

# One at a time; who waited finds the work done.
exec 9>"$engines/lock"
if command -v flock >/dev/null 2>&1; then flock 9; fi

if [ "${1:-}" = --lock ]; then
  newest >"$lock.new"
  mv "$lock.new" "$lock"
  echo "$(wc -l <"$lock") packages locked" >&2
fi

list=$lock
wanted=$(cat $here/*.sh $here/closure.awk "$lock" | sha256sum | cut -d' ' -f1)
[ "$(cat "$tree/made-from" 2>/dev/null)" != "$wanted" ] || exit 0

if [ "$architecture" != "$(awk 'NR == 1 { print $1 }' "$lock")" ]; then
  echo "packages.lock pins another architecture than $architecture: taking the newest of $suite" >&2
  list=$engines/newest
  newest >"$list"
fi
if ! fetch "$list"; then
  [ "$list" = "$lock" ] || stop "the mirror gave not every package; see $engines/fetch.log"
  list=$engines/newest
  newest >"$list"
  fetch "$list" || stop "the mirror gave not every package; see $engines/fetch.log"
  echo "Pinned packages have left the mirror; taken instead, in their newest version:" >&2
  awk 'NR == FNR { pinned[$2] = $3; next } pinned[$2] != $3 { print "  " $2, $3 (pinned[$2] ? " instead of " pinned[$2] : "") }' "$lock" "$list" >&2
fi
make_tree "$list"
echo "$wanted" >"$tree/made-from"

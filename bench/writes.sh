#!/usr/bin/env bash
# Race-free writes on PostgreSQL beside the same statements by hand, beside insert-catch-select, and beside EF Core's SaveChanges.
#
#   bench/writes.sh [rounds]      (a round is 100 writes; bulk writes are measured in a twentieth of the rounds)
#
# Starts a PostgreSQL of its own in a temporary folder (initdb's settings, synchronous_commit off so that the disk hides nothing),
# and removes it at the end.
set -euo pipefail

rounds=${1:-100}
here=$(cd "$(dirname "$0")" && pwd)
dotnet build "$here/Uniquity.Benchmarks" --configuration Release --verbosity quiet --nologo >/dev/null
tool=$(dotnet build "$here/Uniquity.Benchmarks" --configuration Release --getProperty:TargetPath)
settings='-c synchronous_commit=off'
. "$here/server.sh"

echo "| what | by hand, a row | Uniquity, a row | ratio | aim |"
echo "|---|---|---|---|---|"
dotnet "$tool" writes "Host=$work;Port=$port;Username=postgres;Database=postgres" "$rounds"

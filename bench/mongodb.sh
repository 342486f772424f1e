# Sourced by the benchmarks on MongoDB: the server that UNIQUITY_TEST_MONGODB names, or a private DocumentDB with initdb's settings.
# Leaves: tool, url (of the server, ends with /), python (one that has PyMongo), work (a temporary folder, where the shell then stands).
. "$root/eng/engines.sh"
dotnet build "$here/Uniquity.Benchmarks" --configuration Release --verbosity quiet --nologo >/dev/null
tool=$(dotnet build "$here/Uniquity.Benchmarks" --configuration Release --getProperty:TargetPath)
[ -n "${UNIQUITY_TEST_MONGODB:-}" ] || bring_documentdb
python=/usr/bin/python3
[ -x "$python" ] || python=python3
"$python" -c 'import pymongo' 2>/dev/null || { echo "$0: PyMongo is missing: apt-get install python3-pymongo" >&2; exit 3; }
work=$(mktemp -d /tmp/uniquity-bench-XXXXXX)
cd "$work"
mkfifo hold
dotnet "$tool" mongodb-server <hold >url &
server=$!
exec {holder}>hold
finish() { exec {holder}>&-; wait "$server" || true; rm -rf "$work"; }
trap finish EXIT
for _ in $(seq 300); do [ -s url ] && break; kill -0 "$server"; sleep 0.2; done
url=$(cat url)
case $url in */) ;; *) url=$url/ ;; esac

# Sourced by the benchmarks: starts a PostgreSQL of its own in a temporary folder with initdb's settings and those of $settings,
# and removes it at the end. Leaves: bin, as, work (the folder, where the shell then stands), port, sql().
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
bin=${UNIQUITY_TEST_POSTGRES_BIN:-$bin}
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
"${as[@]}" "$bin/pg_ctl" -D "$work/data" -l "$work/log" -w -o "-p $port -k $work -c listen_addresses='' ${settings:-}" start >/dev/null
sql() { PGOPTIONS='-c client_min_messages=warning' "$bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h "$work" -p "$port" -U postgres "$@"; }

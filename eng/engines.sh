# Sourced by ./test: installs what the tests need and this machine lacks, where it is Debian's and may be installed.

# Whether one of these files exists.
any() {
  local file
  for file; do [ -e "$file" ] && return; done
  return 1
}

# Prints the Debian packages that are missing.
missing_packages() {
  any /usr/lib/postgresql/*/bin/initdb || command -v initdb >/dev/null 2>&1 ||
    [ -n "${UNIQUITY_TEST_POSTGRES:-}${UNIQUITY_TEST_POSTGRES_BIN:-}" ] || echo postgresql
  command -v sqlite3 >/dev/null 2>&1 || echo sqlite3
  any /usr/lib/*/libsqlite3.so.0 /lib/*/libsqlite3.so.0 /usr/lib/libsqlite3* /usr/lib64/libsqlite3.so.0 || echo libsqlite3-0
  any /usr/lib/*/libmongoc-1.0.so.0 /usr/lib/*/libmongoc2.so.2 /usr/lib64/libmongoc* /opt/homebrew/lib/libmongoc* || echo libmongoc-1.0-0
  /usr/bin/python3 -c 'import pymongo' >/dev/null 2>&1 || echo python3-pymongo
  command -v npm >/dev/null 2>&1 || echo npm
  command -v tmux >/dev/null 2>&1 || echo tmux
}

# Never asks and never fails: tests that lack something are skipped with the reason (and fail under CI=true).
install_engines() {
  local packages as_root=()
  packages=$(missing_packages | tr '\n' ' ')
  [ -n "$packages" ] || return 0
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "Some tests need what is not here, called on Debian: $packages"
    return 0
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      echo "Some tests need what is not here: sudo apt-get install $packages"
      return 0
    fi
    as_root=(sudo -n)
  fi
  echo "Installing for the tests: $packages"
  apt_install() {
    # shellcheck disable=SC2086 # one word per package
    "${as_root[@]+"${as_root[@]}"}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages \
      </dev/null >artifacts/apt.log 2>&1
  }
  mkdir -p artifacts
  apt_install || { "${as_root[@]+"${as_root[@]}"}" apt-get update </dev/null >/dev/null 2>&1; apt_install; } ||
    echo "They could not be installed: $(tail -n 1 artifacts/apt.log)"
}

# Brings DocumentDB into .engines, unless a server is given. Where MongoDB's tests cannot have what they need, they skip
# with the reason, in continuous integration too: not every machine lets packages in.
bring_documentdb() {
  local reason
  [ -n "${UNIQUITY_TEST_MONGODB:-}" ] || eng/documentdb/up.sh </dev/null || reason='DocumentDB could not be brought'
  reason=${reason:-$(missing_for_mongodb)}
  [ -n "$reason" ] || return 0
  echo "Tests of MongoDB are skipped: $reason."
  export UNIQUITY_TEST_WITHOUT_MONGODB=$reason
}

# Prints the first thing that MongoDB's tests lack and that could not be installed.
missing_for_mongodb() {
  any /usr/lib/*/libmongoc-1.0.so.0 /usr/lib/*/libmongoc2.so.2 /usr/lib64/libmongoc* /opt/homebrew/lib/libmongoc* || { echo 'libmongoc is not installed'; return; }
  /usr/bin/python3 -c 'import pymongo' >/dev/null 2>&1 || { echo 'PyMongo is not installed'; return; }
  command -v npm >/dev/null 2>&1 || { echo 'npm is not installed'; return; }
  # As root the servers run as the user postgres, who has to come into the folder.
  local server=.engines/documentdb/usr/lib/postgresql/18/bin/postgres
  [ -n "${UNIQUITY_TEST_MONGODB:-}" ] || [ "$(id -u)" -ne 0 ] || setpriv --reuid=postgres --regid=postgres --clear-groups test -x "$PWD/$server" ||
    echo "the user postgres may not enter $PWD"
}

# Sourced by up.sh: asks the machine's own apt for the mirror and fetches from it.

# Prints the mirrors of Debian that the machine's apt is configured with; security mirrors hold only a part.
mirrors() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | sort -u | grep -v security
}

# Prints the mirror that has the suite, having seen its signed release file.
mirror() {
  local base
  for base in $(mirrors); do
    if $helper download-file "${base%/}/dists/$suite/InRelease" "$engines/InRelease" >"$engines/fetch.log" 2>&1; then
      echo "${base%/}"
      return
    fi
  done
  stop "no mirror of this machine's apt has Debian's suite $suite"
}

# Runs an apt program on a private root that knows the suite and nothing of this machine's packages.
private() {
  local program=$1
  shift
  "$program" -o Dir::State="$engines/apt/state" -o Dir::State::status="$engines/apt/status" -o Dir::Cache="$engines/apt/cache" \
    -o Dir::Etc::sourcelist="$engines/apt/sources.list" -o Dir::Etc::sourceparts="$engines/apt/none" -o Dir::Etc::preferencesparts="$engines/apt/none" \
    -o APT::Sandbox::User= -o Acquire::Languages=none \
    -o Debug::NoLocking=true -q "$@"
}

# Packages that the server runs without: what only other extensions, maintainer scripts or logins need.
unneeded='^(lib(gdal|sfcgal|llvm|readline|tinfo|ncurses|selinux|xslt|pwquality|proj-data|pam-modules|pam-runtime|sasl2-modules|ldap-common)|postgresql-(common|client|18-jit|18-postgis-3-scripts-extra)|proj-data-extra|perl|ssl-cert|ucf|locales|debconf|adduser|netbase|media-types|iproute|procps|tzdata-legacy|gcc-[0-9]+-base|python3|systemd|init-system|sysvinit|publicsuffix|ca-certificates|openssl|krb5-locales|dpkg|passwd|login|coreutils|bash|sed|grep|util-linux|readline-common)'

# Prints "architecture package version sha256 path" for the newest of every package that is needed.
newest() {
  local base
  base=$(mirror)
  mkdir -p "$engines/apt/none" "$engines/apt/state/lists/partial" "$engines/apt/cache/archives/partial"
  echo "deb [signed-by=$keyring] $base $suite main" >"$engines/apt/sources.list"
  : >"$engines/apt/status"
  private apt-get update >"$engines/fetch.log" 2>&1 || stop "$suite could not be read; see $engines/fetch.log"
  private apt-cache dumpavail | awk -v architecture="$architecture" -v wanted="postgresql-18-documentdb tzdata" \
    -v unneeded="$unneeded" -f $here/closure.awk | LC_ALL=C sort >"$engines/closure"
  grep -q ' postgresql-18-documentdb ' "$engines/closure" || stop "$suite has no postgresql-18-documentdb any more"
  cat "$engines/closure"
}

# Whether every package of a list is here, downloading what is not, eight at once.
fetch() {
  local missing
  list_missing "$1" >"$engines/missing"
  [ -s "$engines/missing" ] || return 0
  base=$(mirror)
  export helper debs base
  # A resolver fails now and then under parallel look-ups, hence three rounds.
  for _ in 1 2 3; do
    xargs -P 8 -L 1 sh -c '
      "$helper" download-file "$base/$5" "$debs/$4.part" "SHA256:$4" && mv "$debs/$4.part" "$debs/$4.deb"; true' fetch <"$engines/missing" >"$engines/fetch.log" 2>&1
    missing=$(list_missing "$1")
    [ -n "$missing" ] || return 0
    echo "$missing" >"$engines/missing"
    ! grep -q '404' "$engines/fetch.log" || return 1
  done
  return 1
}

# Prints the lines of a list whose package is not here, or not whole.
list_missing() {
  local line
  while read -r line; do
    set -- $line
    [ -f "$debs/$4.deb" ] || echo "$line"
  done <"$1"
}

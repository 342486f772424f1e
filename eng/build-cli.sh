# Sourced by ./uniquity: publishes the command into a new folder of artifacts/cli and makes that the current one.
# Running processes keep the folder that they started from. Expects $root, $cli and changed().

. "$root/eng/environment.sh"
need_sdk || return 127
mkdir -p "$cli"

# One build at a time. Who waited finds the work done.
take_lock() {
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$cli/lock" && flock 9
    return
  fi
  until mkdir "$cli/lock.d" 2>/dev/null; do
    kill -0 "$(cat "$cli/lock.d/pid" 2>/dev/null)" 2>/dev/null || rm -rf "$cli/lock.d"
    sleep 0.2
  done
  echo $$ >"$cli/lock.d/pid"
}
release_lock() {
  if command -v flock >/dev/null 2>&1; then exec 9>&-; else rm -rf "$cli/lock.d"; fi
}

# A build of its own under artifacts/cli/work, apart from the one that tests and editors use. Whether the code is clean is
# ./build's question; here a newer SDK's new warning must not keep anyone from running the command.
publish() {
  dotnet publish "$root/src/Uniquity.Cli" --configuration Release --use-current-runtime --artifacts-path "$cli/work" \
    --output "$cli/$1" -p:ForThisMachine=true -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:TreatWarningsAsErrors=false \
    -p:DebugType=none \
    -p:GenerateDocumentationFile=false -nodeReuse:false "${@:2}" </dev/null >"$cli/build.log" 2>&1 9>&-
}

build_cli() {
  local name previous=
  name=$(date +%Y%m%d-%H%M%S)-$$
  if [ -f "$cli/current" ]; then
    read -r previous <"$cli/current"
    [ -t 2 ] && echo "Building uniquity (its sources changed) …" >&2
  else
    echo "Building uniquity (first run, about 30 s) …" >&2
  fi
  printf '%s\n' "$name" >"$cli/next"
  # Without the packages for ahead-of-time code (a registry may lack them) the command starts slower and does the same.
  if ! publish "$name" && ! publish "$name" -p:PublishReadyToRun=false; then
    grep -E 'error|warn' "$cli/build.log" | sort -u | head -20 >&2
    echo "uniquity could not be built; the whole output is in $cli/build.log" >&2
    rm -rf "${cli:?}/$name" "$cli/next"
    return 126
  fi
  # mv keeps the time at which this build began: what changed meanwhile is built by the next call.
  mv -f "$cli/next" "$cli/current"
  for old in "$cli"/[0-9]*-*; do
    case ${old##*/} in "$name" | "$previous") ;; *) rm -rf "$old" ;; esac
  done
}

take_lock
outcome=0
if changed; then build_cli || outcome=$?; fi
release_lock
return $outcome

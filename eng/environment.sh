# Sourced by ./test, ./build and, when it builds, ./uniquity: finds the .NET SDK and quietens it.
# Expects $root, the folder of the repository. Bash 3.2 is enough.

for folder in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
  command -v dotnet >/dev/null 2>&1 && break
  [ -n "$folder" ] && [ -x "$folder/dotnet" ] && PATH=$folder:$PATH
done

# A build user without a home of its own (nobody, a container's numeric user) gets one here.
if [ ! -d "${HOME:-}" ] || [ ! -w "$HOME" ]; then
  export HOME=$root/artifacts/home
  mkdir -p "$HOME"
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
# No build process outlives its script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

# Says what is missing where there is no .NET 10 SDK.
need_sdk() {
  command -v dotnet >/dev/null 2>&1 && dotnet --list-sdks 2>/dev/null | grep -q '^10\.' && return
  echo "Uniquity is built with the .NET 10 SDK, and there is none on this machine." >&2
  if command -v dotnet >/dev/null 2>&1; then
    echo "Found instead, by dotnet --list-sdks: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | tr '\n' ' ')" >&2
  fi
  echo "Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and call this again." >&2
  return 1
}

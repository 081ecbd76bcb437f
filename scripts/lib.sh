# Sourced by the other scripts: start from the project's folder, stop at the first failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '== %s\n' "$*" >&2; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Tests and checks begin without what the caller's shell has set for his own installation.
plain_environment() {
  local name
  for name in "${!XIAOWEI_@}"; do unset "$name"; done
}

# Run one step so that TERM ends it at once: bash alone would wait for the step to finish first.
step() {
  "$@" &
  local child=$!
  trap 'kill -TERM '"$child"' 2>/dev/null; wait '"$child"'; exit 143' TERM INT HUP
  local code=0
  wait "$child" || code=$?
  trap - TERM INT HUP
  return "$code"
}

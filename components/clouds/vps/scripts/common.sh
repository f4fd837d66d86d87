# What the other scripts share; it comes before each of them on stdin.
set -eu
umask 022
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

changes=0

say() { echo "$*" >&2; }

die() {
  say "✗ $*"
  exit 1
}

changed() {
  changes=$((changes + 1))
  say "changed: $*"
}

finish() {
  if [ "$changes" -eq 0 ]; then say "nothing to change"; fi
}

# put FILE MODE: makes FILE hold what comes on stdin. Answers whether anything changed.
put() {
  mkdir -p "$(dirname "$1")"
  made=$(mktemp "$1.XXXXXX")
  cat >"$made"
  chmod "$2" "$made"
  if [ -f "$1" ] && cmp -s "$made" "$1"; then
    rm -f "$made"
    return 1
  fi
  mv -f "$made" "$1"
  changed "$1"
}

# running UNIT CHANGED: enabled, and started anew where its files changed (1).
running() {
  systemctl enable --quiet "$1"
  if [ "$2" -eq 1 ]; then
    systemctl restart "$1"
  elif ! systemctl is-active --quiet "$1"; then
    systemctl start "$1"
    changed "started $1"
  fi
}

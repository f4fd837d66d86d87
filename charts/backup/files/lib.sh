#!/usr/bin/env bash
# What backup, restore and drill share: the bucket, the lock, manifests, and what is told to monitoring.
#
# In the bucket, by rclone's remote TARGET (`target:<bucket>`, configured by RCLONE_CONFIG_TARGET_*):
#   <tier>/<store>/<name>/dump            the data, streamed
#   <tier>/<store>/<name>/manifest.json   written last: without it there is no backup, whatever else is there
#   locks/<store>/<number>, <number>.done who is at work; a number is taken by a write that fails where it exists
#   status/<store>/<what>.prom            what the metrics endpoint shows
set -Eeumo pipefail

: "${STORE:?name of the store}" "${KIND:?postgres, redis or mongodb}" "${TARGET:?rclone remote and bucket, like target:backups}"
SCRIPTS=${SCRIPTS:-$(dirname "${BASH_SOURCE[0]}")}
WORK=$(mktemp -d "${WORK:-/tmp}/slipway.XXXXXX")
STARTED=$(date +%s)
STAGE=starting
LOCK=
export RCLONE_CONFIG=${RCLONE_CONFIG:-/dev/null}

say() { printf '%s %s: %s\n' "$(date -u +%H:%M:%S)" "$STORE" "$*" >&2; }

# Ends at once, with a reason. What was begun is left without a manifest, and so is no backup.
fail() {
  printf '✗ %s of %s failed while %s: %s\n' "$ACT" "$STORE" "$STAGE" "$*" >&2
  exit 1
}

stage() {
  STAGE=$1
  say "$1"
}

# Few tries of our own on top of those that rclone makes of each request: a backup that cannot be written must say so.
bucket() { rclone --quiet --retries 2 --low-level-retries "${TRIES:-5}" --contimeout 15s "$@"; }

put() { bucket rcat --s3-no-check-bucket "$TARGET/$1"; }

json() { # json <text>: as a JSON string
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

# The bucket answers, is ours, and is there: said before anything is begun.
reach_bucket() {
  stage "opening the bucket ${TARGET#*:}"
  bucket lsf --max-depth 1 "$TARGET" >"$WORK/root" 2>"$WORK/error" ||
    fail "it cannot be listed: does it exist, and may this identity use it? $(tail -n 2 "$WORK/error")"
}

# Two at once would both be right, and cost the database twice: the second one fails. A lock ends by itself when its
# holder must be dead, so a killed run blocks nothing for longer than it could have taken.
take_lock() {
  local newest number until
  stage "taking the lock"
  bucket lsf --files-only "$TARGET/locks/$STORE" >"$WORK/locks" 2>/dev/null || : >"$WORK/locks"
  newest=$(grep -E '^[0-9]{8}$' "$WORK/locks" | sort | tail -n 1 || true)
  if [[ -n $newest ]] && ! grep -qx "$newest.done" "$WORK/locks"; then
    until=$(bucket cat "$TARGET/locks/$STORE/$newest" | sed -n 's/^until=//p')
    if (($(date +%s) < ${until:-0})); then
      fail "another run holds it until $(date -u -d "@$until" +%H:%M:%S): $(bucket cat "$TARGET/locks/$STORE/$newest" | sed -n 's/^holder=//p')"
    fi
  fi
  number=$(printf '%08d' $((10#${newest:-0} + 1)))
  printf 'holder=%s %s %s\nuntil=%s\n' "$ACT" "$(hostname)" "$NAME" "$((STARTED + ${DEADLINE_SECONDS:-21600}))" |
    bucket rcat --s3-no-check-bucket --s3-no-head --header "If-None-Match: *" "$TARGET/locks/$STORE/$number" 2>"$WORK/error" ||
    fail "another run took it at the same moment: $(tail -n 1 "$WORK/error")"
  LOCK=locks/$STORE/$number
}

release_lock() {
  [[ -z $LOCK ]] || printf 'released=%s\n' "$(date +%s)" | put "$LOCK.done" || say "the lock could not be released"
  LOCK=
}

# One gauge a line. What went well before is in a file of its own, which a failure does not touch.
gauge() { printf '%s{store="%s"%s} %s\n' "$1" "$STORE" "${TIER:+,tier=\"$TIER\"}" "$2"; }

# Streams stdin into the bucket, and leaves its bytes and its checksum in $WORK. Returns the upload's own status.
upload() {
  local sum count result=0
  mkfifo "$WORK/sum.in" "$WORK/count.in"
  sha256sum <"$WORK/sum.in" >"$WORK/sha256" &
  sum=$!
  wc -c <"$WORK/count.in" >"$WORK/bytes" &
  count=$!
  tee "$WORK/sum.in" "$WORK/count.in" |
    bucket rcat --s3-no-check-bucket --s3-chunk-size "${CHUNK:-16M}" --s3-upload-concurrency 4 "$TARGET/$1" || result=$?
  wait "$sum" "$count" || result=$?
  return "$result"
}

# Streams an object of the bucket out, and leaves its checksum in $WORK.
download() {
  local sum result=0
  [[ -p $WORK/sum.out ]] || mkfifo "$WORK/sum.out"
  sha256sum <"$WORK/sum.out" >"$WORK/sha256" &
  sum=$!
  bucket cat "$TARGET/$1" | tee "$WORK/sum.out" || result=$?
  wait "$sum" || result=$?
  return "$result"
}

field() { sed -nE "s/^  \"$1\": \"?([^\",]*)\"?,?\$/\1/p" "$WORK/manifest"; }

# Which backup is meant by `latest`, a name, a path <tier>/<store>/<name>, or a time (the newest not after it). What a safety
# backup holds is what somebody was about to give up, so those must be named.
choose() {
  local wanted=$1 found
  bucket lsf --recursive --files-only --include "/*/$STORE/*/manifest.json" "$TARGET" | sed 's,/manifest.json$,,' >"$WORK/backups" ||
    fail "backups cannot be listed"
  case $wanted in
    latest) found=$(awk -F/ '$1 != "safety" { print $3, $0 }' "$WORK/backups" | sort | tail -n 1 | cut -d' ' -f2) ;;
    */*) found=$(grep -Fx "$wanted" "$WORK/backups" || true) ;;
    *)
      if grep -q "/$wanted\$" "$WORK/backups"; then
        found=$(grep "/$wanted\$" "$WORK/backups" | tail -n 1)
      else
        local limit
        limit=$(date -u -d "$wanted" +%Y%m%dT%H%M%SZ 2>/dev/null) || fail "there is no backup $wanted, and it is no time either"
        found=$(awk -F/ -v limit="$limit" '$1 != "safety" && $3 <= limit { print $3, $0 }' "$WORK/backups" | sort | tail -n 1 | cut -d' ' -f2)
      fi
      ;;
  esac
  [[ -n $found ]] || fail "there is no such backup: $wanted; there are $(wc -l <"$WORK/backups")"
  BACKUP=$found
  bucket cat "$TARGET/$BACKUP/manifest.json" >"$WORK/manifest" || fail "the manifest of $BACKUP cannot be read"
  [[ $(field version) == 1 && $(field store) == "$STORE" && $(field kind) == "$KIND" ]] ||
    fail "the manifest of $BACKUP is not one of this $KIND"
}

# The bytes that came were those that were written.
check_sum() {
  local is
  is=$(cut -d' ' -f1 "$WORK/sha256")
  [[ $is == "$(field sha256)" ]] || fail "$BACKUP is damaged: its sha256 is $is, and was $(field sha256)"
}

# Whether the whole dump has room here. Then it is checked before anything of it is used; otherwise it is restored as it comes.
fits() {
  local room limit
  room=$(df --output=avail --block-size=1 "$WORK" | tail -n 1)
  limit=$(numfmt --from=auto "${WORK_SIZE:-1Ti}")
  (($(field bytes) < (room < limit ? room : limit) * 9 / 10))
}

# Runs a command and reads what it left of its input: who writes it is to know how it ended, not that nobody listened.
read_through() { # read_through <command> [argument…]
  local result
  "$@"
  result=$?
  cat >/dev/null
  return "$result"
}

# Fetches the chosen dump and hands it to a command as it comes: whether it is whole is known at its end.
restore_through() { # restore_through <command> [argument…]
  local statuses
  set +e
  download "$BACKUP/dump" | read_through "$@"
  statuses=${PIPESTATUS[*]}
  set -e
  [[ -s $WORK/sha256 && ${statuses%% *} == 0 ]] && check_sum
  [[ $statuses == "0 0" ]] || fail "fetching and restoring ended with $statuses"
}

# Holds what a restored sentinel says against the chosen backup: its name, and when it was written.
check_sentinel() { # check_sentinel <said>
  [[ ${1% *} == "$(field name)" ]] || fail "the sentinel is of the backup ${1% *}"
  # shellcheck disable=SC2034 # drill.sh reads it
  WRITTEN=${1#* }
}

# Holds a restored database against the manifest, and against the sentinel. Each kind has `contents_of`, sorted lines of JSON for its
# PARTS, and `sentinel_of`.
prove() { # prove <database>
  local sentinel
  stage "comparing what was restored"
  sed -nE 's/^    (\{.*\}),?$/\1/p' "$WORK/manifest" | sort >"$WORK/expected"
  contents_of "$1" >"$WORK/restored" || fail "the $PARTS of $1 could not be counted"
  if ! diff "$WORK/expected" "$WORK/restored" >"$WORK/difference"; then
    head -n 20 "$WORK/difference" >&2
    fail "$PARTS differ from what the manifest says"
  fi
  sentinel=$(sentinel_of "$1") || fail "there is no sentinel"
  check_sentinel "$sentinel"
  say "$(wc -l <"$WORK/restored") $PARTS are as they were"
}

# shellcheck source=/dev/null
source "$SCRIPTS/$KIND.sh"
[[ ! -d ${TOOLS:-} ]] || PATH=$TOOLS:$PATH

cleanup() {
  local result=$? child
  trap - EXIT TERM INT
  # By -m each job is a group of its own: nothing of it goes on writing.
  for child in $(jobs -p); do kill -- "-$child" 2>/dev/null || true; done
  on_exit "$result" || true
  release_lock || true
  rm -rf "$WORK"
  exit "$result"
}
trap cleanup EXIT
trap 'fail "it was told to stop"' TERM INT
trap 'printf "✗ %s of %s failed while %s (line %s: %s)\n" "$ACT" "$STORE" "$STAGE" "$LINENO" "$BASH_COMMAND" >&2' ERR

#!/usr/bin/env bash
# One backup of one store: dumped, streamed to the bucket, checked, and only then made one by its manifest.
# TIER: hourly, daily or safety. A daily one is kept as a weekly one too on Sundays, as a monthly one on the first.
set -Eeuo pipefail
ACT=backup
TIER=${TIER:-safety}
NAME=${NAME:-$(date -u +%Y%m%dT%H%M%SZ)}
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

on_exit() {
  local now took
  now=$(date +%s)
  took=$((now - STARTED))
  {
    gauge slipway_backup_last_run_timestamp_seconds "$now"
    gauge slipway_backup_last_run_succeeded "$(($1 == 0 ? 1 : 0))"
    gauge slipway_backup_duration_seconds "$took"
  } | put "status/$STORE/$TIER.run.prom" 2>/dev/null || say "monitoring could not be told: the bucket takes nothing"
  if (($1 == 0)); then
    {
      gauge slipway_backup_last_success_timestamp_seconds "$now"
      gauge slipway_backup_size_bytes "$(tr -d ' ' <"$WORK/bytes")"
    } | put "status/$STORE/$TIER.success.prom"
    say "done in ${took}s: $TIER/$STORE/$NAME"
  fi
}

# Tiers beside its own that today's daily backup is kept in.
further_tiers() {
  [[ $TIER == daily ]] || return 0
  [[ $(date -u -d "@$STARTED" +%u) != 7 || " ${KEEP_TIERS-weekly monthly} " != *" weekly "* ]] || echo weekly
  [[ $(date -u -d "@$STARTED" +%d) != 01 || " ${KEEP_TIERS-weekly monthly} " != *" monthly "* ]] || echo monthly
}

manifest() { # manifest <tier>
  cat <<JSON
{
  "version": 1,
  "store": $(json "$STORE"),
  "kind": $(json "$KIND"),
  "tier": $(json "$1"),
  "name": $(json "$NAME"),
  "started": "$(date -u -d "@$STARTED" +%FT%TZ)",
  "ended": "$(date -u +%FT%TZ)",
  "bytes": $(tr -d ' ' <"$WORK/bytes"),
  "sha256": "$(cut -d' ' -f1 "$WORK/sha256")",
  "server": $(json "$(<"$WORK/server")"),
  "database": $(json "${DATABASE:-}"),
  "contents": [
$(sed '$!s/$/,/; s/^/    /' "$WORK/contents")
  ]
}
JSON
}

reach_bucket
take_lock
stage "connecting to the $KIND"
connect
place=$TIER/$STORE/$NAME
stage "dumping to $place"
# A process of its own, so that a signal ends the wait and not only what comes after the dump.
{
  set +e
  dump | upload "$place/dump"
  printf '%s\n' "${PIPESTATUS[*]}" >"$WORK/statuses"
} &
inspect || fail "its contents could not be counted"
wait $! || true
[[ $(cat "$WORK/statuses" 2>/dev/null) == "0 0" ]] ||
  fail "dump and upload ended with $(cat "$WORK/statuses" 2>/dev/null || echo nothing); $place has no manifest and counts for nothing"
finish_dump
stage "checking what the bucket holds"
held=$(bucket lsf --format s "$TARGET/$place/dump") || fail "the dump is not there"
[[ $held == "$(tr -d ' ' <"$WORK/bytes")" ]] || fail "it holds $held bytes of $(tr -d ' ' <"$WORK/bytes")"
stage "committing it"
manifest "$TIER" >"$WORK/manifest.$TIER"
put "$place/manifest.json" <"$WORK/manifest.$TIER" || fail "its manifest could not be written"
for tier in $(further_tiers); do
  stage "keeping it as a $tier one"
  bucket copyto --s3-no-check-bucket "$TARGET/$place/dump" "$TARGET/$tier/$STORE/$NAME/dump" || fail "it could not be copied"
  manifest "$tier" >"$WORK/manifest.$tier"
  put "$tier/$STORE/$NAME/manifest.json" <"$WORK/manifest.$tier" || fail "the copy's manifest could not be written"
done

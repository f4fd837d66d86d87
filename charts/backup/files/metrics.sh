#!/bin/sh
# What the runs left in the bucket, as one page for Prometheus: once a minute, so that no run has to reach anything but the
# bucket. A store that was never backed up counts from when this began: it must not stay silent for ever.
# STORES: names, with a space between them. POSIX sh: rclone's image has no bash.
set -eu
out=${OUT:-/metrics}
began=$(date +%s)
while :; do
  readable=1
  # A bucket without any status yet is as good as another: only the list says whether it can be read.
  rclone --quiet --retries 1 lsf --max-depth 1 "$TARGET" >"$out/root" || readable=0
  : >"$out/found"
  if grep -qx 'status/' "$out/root"; then
    rclone --quiet --retries 1 cat "$TARGET/status" --include '*.prom' >"$out/found" || readable=0
  fi
  {
    printf 'slipway_backup_bucket_readable %s\n' "$readable"
    sort "$out/found"
    for store in $STORES; do
      grep -q "^slipway_backup_last_success_timestamp_seconds{store=\"$store\"" "$out/found" ||
        printf 'slipway_backup_last_success_timestamp_seconds{store="%s",tier="none"} %s\n' "$store" "$began"
    done
    for store in ${DRILLED:-}; do
      grep -q "^slipway_drill_last_success_timestamp_seconds{store=\"$store\"" "$out/found" ||
        printf 'slipway_drill_last_success_timestamp_seconds{store="%s"} %s\n' "$store" "$began"
    done
  } >"$out/next"
  mv "$out/next" "$out/metrics.txt"
  sleep "${EVERY:-60}"
done

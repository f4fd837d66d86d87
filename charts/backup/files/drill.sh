#!/usr/bin/env bash
# Restores the newest backup into a scratch database, proves it, and takes the scratch away: what it took is the RTO, how
# old the data were is the RPO.
set -Eeuo pipefail
ACT=drill
NAME=$(date -u +%Y%m%dT%H%M%SZ)
TIER=
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

on_exit() {
  local result=$1 now
  now=$(date +%s)
  undo_restore
  gauge slipway_drill_last_run_succeeded "$((result == 0 ? 1 : 0))" | put "status/$STORE/drill.run.prom" 2>/dev/null ||
    say "monitoring could not be told: the bucket takes nothing"
  ((result == 0)) || return 0
  {
    gauge slipway_drill_last_success_timestamp_seconds "$now"
    gauge slipway_drill_restore_duration_seconds "$((READY - STARTED))"
    gauge slipway_drill_data_loss_seconds "$((STARTED - WRITTEN))"
  } | put "status/$STORE/drill.success.prom"
  say "restored $BACKUP in $((READY - STARTED))s; its data were $((STARTED - WRITTEN))s old"
}

reach_bucket
stage "choosing a backup"
choose "${FROM:-latest}"
clear_scratch
restore_into "${INTO:-${DATABASE}_drill}"
READY=$(date +%s)

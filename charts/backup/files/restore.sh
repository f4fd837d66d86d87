#!/usr/bin/env bash
# Restores a backup and proves it. FROM: latest, a name, <tier>/<store>/<name>, or a time. MODE:
#   new       into a new database beside the old one, which is not touched
#   in-place  the same, if there is a fresh safety backup (this identity cannot write one); then it takes the old one's place. A PostgreSQL's
#             is kept under another name
set -Eeuo pipefail
ACT=restore
NAME=$(date -u +%Y%m%dT%H%M%SZ)
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

on_exit() { (($1 == 0)) || undo_restore; }

reach_bucket
stage "choosing a backup"
choose "${FROM:-latest}"
say "$BACKUP of $(field ended): $(field bytes) bytes, $(field server)"
suffix=$(date -u -d "@$STARTED" +%Y%m%d_%H%M%S)
if [[ ${MODE:-new} == in-place ]]; then
  stage "looking for a safety backup"
  recent=$(date -u -d "@$((STARTED - 60 * ${SAFETY_MINUTES:-30}))" +%Y%m%dT%H%M%SZ)
  safety=$(awk -F/ -v recent="$recent" '$1 == "safety" && $3 >= recent' "$WORK/backups" | tail -n 1)
  [[ -n $safety ]] || fail "nothing is overwritten without one of the last ${SAFETY_MINUTES:-30} minutes: run backup.sh with TIER=safety first"
  say "what is there now is in $safety"
fi
restored=${INTO:-$(beside "$suffix")}
restore_into "$restored"
took=$(($(date +%s) - STARTED))
if [[ ${MODE:-new} == in-place ]]; then
  take_over "$restored" "${DATABASE}_before_$suffix"
else
  keep_restored "$restored"
fi
say "restored in ${took}s, $(($(date +%s) - STARTED))s in all"

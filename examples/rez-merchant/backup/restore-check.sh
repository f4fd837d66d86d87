#!/usr/bin/env bash
# Restores the newest backup into a database of its own, and holds every collection against the count that was written
# beside it. What was restored is dropped again. A backup that was taken while people wrote may have a little more: never less.
set -Eeuo pipefail
: "${MONGODB_URL:?the address of the database}" "${BACKUPS_BUCKET:?the bucket}"
target=${REMOTE:-:s3,provider=AWS,env_auth=true,region=${BACKUPS_REGION:-},no_check_bucket=true}:$BACKUPS_BUCKET
database=$(mongosh "$MONGODB_URL" --quiet --eval 'print(db.getName())')
scratch=restore_check
drop() { mongosh "$MONGODB_URL" --quiet --eval "db.getSiblingDB('$scratch').dropDatabase()" >/dev/null; }

newest=$(rclone lsf "$target" --include '*.counts.json' | sort | tail -1)
[ -n "$newest" ] || { echo "there is no backup in $BACKUPS_BUCKET" >&2; exit 1; }
wanted=$(rclone cat "$target/$newest")
drop
trap drop EXIT
rclone cat "$target/${newest%.counts.json}.archive.gz" |
  mongorestore --uri "$MONGODB_URL" --gzip --archive --nsFrom "$database.*" --nsTo "$scratch.*" --stopOnError
WANTED=$wanted mongosh "$MONGODB_URL" --quiet --eval "
  const scratch = db.getSiblingDB('$scratch'), wanted = JSON.parse(process.env.WANTED);
  const short = Object.entries(wanted).filter(([name, count]) => scratch[name].countDocuments() < count);
  if (short.length > 0) { print('lacks documents: ' + JSON.stringify(short)); quit(1); }"
echo "$newest restores: $wanted"

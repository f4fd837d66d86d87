#!/usr/bin/env bash
# One backup of the database, compressed, streamed into the bucket: <day>.archive.gz, and beside it, written last, how many
# documents each collection had. Without that file there is no backup.
set -Eeuo pipefail
: "${MONGODB_URL:?the address of the database}" "${BACKUPS_BUCKET:?the bucket}"
name=$(date -u +%Y-%m-%dT%H-%M-%SZ)
target=${REMOTE:-:s3,provider=AWS,env_auth=true,region=${BACKUPS_REGION:-},no_check_bucket=true}:$BACKUPS_BUCKET

counts=$(mongosh "$MONGODB_URL" --quiet --eval \
  'print(JSON.stringify(Object.fromEntries(db.getCollectionNames().sort().map((name) => [name, db[name].countDocuments()]))))')
mongodump --uri "$MONGODB_URL" --gzip --archive | rclone rcat "$target/$name.archive.gz"
printf '%s' "$counts" | rclone rcat "$target/$name.counts.json"
echo "$name is in $BACKUPS_BUCKET: $counts"

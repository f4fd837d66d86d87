#!/usr/bin/env bash
# MongoDB and what speaks as one, such as DocumentDB: by mongodump and mongorestore, and mongosh for what those do not do.
# MONGODB_HOST, MONGODB_PORT (without it DNS is asked for the members), MONGODB_DATABASE, MONGODB_USERNAME, MONGODB_PASSWORD,
# MONGODB_CA_FILE, MONGODB_OPTIONS (of the connection string).
#
# Such a dump is of no single moment: collections are read one after the other while others write. How many documents it has of
# each is what mongodump itself tells, and not what is counted beside it.
# shellcheck disable=SC2034 # the scripts that source this use what it sets
DATABASE=${MONGODB_DATABASE:?name of the database}
SENTINEL=slipway_backup
PARTS=collections
# It would be told to somebody who makes mongosh.
export MONGOSH_FORCE_DISABLE_TELEMETRY_FOR_TESTING=1

encoded() { # encoded <text>: as a part of an address, byte by byte
  local LC_ALL=C text=$1 at out=
  for ((at = 0; at < ${#text}; at++)); do
    case ${text:at:1} in
      [a-zA-Z0-9._~-]) out+=${text:at:1} ;;
      *) printf -v out '%s%%%02X' "$out" "$(($(printf '%d' "'${text:at:1}") & 255))" ;;
    esac
  done
  printf '%s' "$out"
}

address() {
  local scheme=mongodb+srv place=${MONGODB_HOST:?}
  [[ -z ${MONGODB_PORT:-} ]] || { scheme=mongodb place+=:$MONGODB_PORT; }
  printf '%s://%s:%s@%s/?authSource=admin&tls=true&serverSelectionTimeoutMS=15000&appName=slipway-%s' \
    "$scheme" "$(encoded "${MONGODB_USERNAME:?}")" "$(encoded "${MONGODB_PASSWORD:?}")" "$place" "$ACT"
  [[ -z ${MONGODB_CA_FILE:-} ]] || printf '&tlsCAFile=%s' "$(encoded "$MONGODB_CA_FILE")"
  [[ -z ${MONGODB_OPTIONS:-} ]] || printf '&%s' "$MONGODB_OPTIONS"
}

# The password stands in a file that nobody else reads, and in no list of processes.
ADDRESS=$(address)
export ADDRESS
(umask 077 && printf "uri: '%s'\n" "$ADDRESS" >"$WORK/mongodb.yaml")

# Runs JavaScript with `it`, a database. It ends badly where the script throws.
ask() { # ask <database> <script>
  IT=$1 mongosh --nodb --norc --quiet --eval \
    "const it = new Mongo(process.env.ADDRESS).getDB(process.env.IT); $2; undefined"
}

# shellcheck disable=SC2016 # $set is MongoDB's
connect() {
  local bytes
  ask "$DATABASE" '
    const { SENTINEL, NAME } = process.env
    const found = it.runCommand({ buildInfo: 1 })
    it.getCollection(SENTINEL).updateOne({ _id: "sentinel" },
      { $set: { backup: NAME, written: Math.floor(Date.now() / 1000) } }, { upsert: true })
    print(found.version + " " + it.stats().dataSize)' >"$WORK/server" 2>"$WORK/error" || fail "$(tail -n 2 "$WORK/error")"
  read -r _ bytes <"$WORK/server"
  sed -i 's/ .*//' "$WORK/server"
  # S3 takes 10,000 parts; a dump is smaller than its database.
  bytes=${bytes%%.*}
  CHUNK=$((bytes / 9000 / 1048576 > 16 ? bytes / 9000 / 1048576 + 1 : 16))M
}
export SENTINEL NAME

dump() {
  mongodump --config "$WORK/mongodb.yaml" --db "$DATABASE" --archive --gzip 2>"$WORK/dump.log" || {
    tail -n 3 "$WORK/dump.log" >&2
    return 1
  }
}

inspect() { :; }

# A line for each collection, as JSON.
contents() {
  local count name
  while read -r count name; do
    printf '{"collection": %s, "documents": %s}\n' "$(json "$name")" "$count"
  done | sort
}

finish_dump() {
  sed -nE "s/^.*\tdone dumping $DATABASE\.(.*) \(([0-9]+) documents?\)\$/\2 \1/p" "$WORK/dump.log" | contents >"$WORK/contents"
  grep -q "\"$SENTINEL\"" "$WORK/contents" || fail "mongodump does not say what it dumped: $(tail -n 1 "$WORK/dump.log")"
}

# What is there, counted anew by the server.
contents_of() { # contents_of <database>
  ask "$1" 'for (const { name, type } of it.getCollectionInfos())
    if (type === "collection" && !["system.views", "system.profile"].includes(name))
      print(it.getCollection(name).countDocuments({}) + " " + name)' | contents
}

drop_database() { ask "$1" 'it.dropDatabase()'; }

restore_documents() { # restore_documents [argument…]
  mongorestore "$@" 2>"$WORK/restore.log" || {
    tail -n 2 "$WORK/restore.log" >&2
    return 1
  }
}

# Puts the chosen backup into a database without any collection.
load() { # load <database>
  local args=(--config "$WORK/mongodb.yaml" --gzip --stopOnError --numParallelCollections "${RESTORE_JOBS:-4}")
  args+=(--nsInclude "$(field database).*" --nsFrom "$(field database).*" --nsTo "$1.*")
  if [[ ! -s $WORK/dump ]] && fits; then
    download "$BACKUP/dump" >"$WORK/dump" || fail "$BACKUP could not be fetched whole: is there room in $WORK?"
    check_sum
  fi
  if [[ -s $WORK/dump ]]; then
    restore_documents "${args[@]}" --archive="$WORK/dump" || fail "mongorestore failed"
    return
  fi
  restore_through restore_documents "${args[@]}" --archive
}

sentinel_of() { # sentinel_of <database>
  ask "$1" 'const { backup, written } = it.getCollection(process.env.SENTINEL).findOne({ _id: "sentinel" })
    print(backup + " " + written)'
}

# One name, which the login for restores may use.
beside() { printf '%s_restored' "$DATABASE"; }

# Restores the chosen backup into a new database and proves it: checksum, documents of every collection, the sentinel.
restore_into() { # restore_into <database>
  stage "making the database $1"
  [[ $(ask "$1" 'print(it.getCollectionNames().length)') == 0 ]] ||
    fail "there is a database $1 already, of an earlier restore: drop it when nobody needs it, or name another"
  MADE=$1
  stage "restoring $BACKUP into $1"
  load "$1"
  say "the data are back after $(($(date +%s) - STARTED))s"
  prove "$1"
}

# MongoDB renames no database, so the old one is emptied and filled again, once the copy beside it has been proved. That copy and the
# safety backup stay until it is.
take_over() { # take_over <restored>
  MADE=
  say "from here on: $1 holds what was restored, and the safety backup what was there"
  stage "emptying $DATABASE and filling it from $BACKUP"
  drop_database "$DATABASE" || fail "it could not be emptied"
  load "$DATABASE"
  prove "$DATABASE"
  drop_database "$1" || say "the copy $1 is still there: drop it"
  say "$DATABASE is as it was at $(field started); what it was before is in the safety backup"
}

keep_restored() { # keep_restored <restored>
  MADE=
  say "the database $1 holds what $DATABASE was at $(field started): drop it when nobody needs it"
}

# What a drill that was killed has left.
clear_scratch() { drop_database "${INTO:-${DATABASE}_drill}"; }

undo_restore() {
  [[ -z ${MADE:-} ]] || drop_database "$MADE" || say "the half-made database $MADE is still there"
}

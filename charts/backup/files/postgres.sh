#!/usr/bin/env bash
# PostgreSQL: by pg_dump and pg_restore of the server's own major version. PGHOST, PGUSER, PGPASSWORD, PGSSLMODE, …
# shellcheck disable=SC2034 # the scripts that source this use what it sets
DATABASE=${PGDATABASE:?name of the database}
PARTS=tables
export PGCONNECT_TIMEOUT=${PGCONNECT_TIMEOUT:-15} PGAPPNAME=slipway-$ACT
ask() { psql --no-psqlrc --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 "$@"; }

# As text, rows must look the same whoever asks.
SAME="SET search_path = ''; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1; SET bytea_output = 'hex';"

# Each table with its rows and, unless ROWS=count, a sum over the hashes of all of them: the order does not matter.
if [[ ${ROWS:-hash} == hash ]]; then
  FINGERPRINT="SELECT format('SELECT json_build_object(''table'', %L, ''rows'', count(*), ''hash'', coalesce(sum(hashtextextended(t::text, 0)), 0)::text) FROM ONLY %s t', c.oid::regclass::text, c.oid::regclass)"
else
  FINGERPRINT="SELECT format('SELECT json_build_object(''table'', %L, ''rows'', count(*)) FROM ONLY %s t', c.oid::regclass::text, c.oid::regclass)"
fi
# What extensions own is theirs to make again.
FINGERPRINT+=" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  ORDER BY n.nspname, c.relname"

# The row that a drill looks for: it says which backup it is in, and of when its data are. Its schema must not be called as
# a user is: that one's unqualified tables would land in it.
mark() {
  ask >/dev/null <<SQL
SET client_min_messages = warning;
BEGIN;
SELECT to_regclass('slipway_backup.sentinel') IS NULL AS missing \gset
\if :missing
CREATE SCHEMA IF NOT EXISTS slipway_backup;
CREATE TABLE slipway_backup.sentinel (backup text NOT NULL, written timestamptz NOT NULL);
\endif
DELETE FROM slipway_backup.sentinel;
INSERT INTO slipway_backup.sentinel VALUES ('${NAME:?}', now());
COMMIT;
SQL
}

# shellcheck disable=SC2034
connect() {
  local bytes
  ask --command "SHOW server_version" >"$WORK/server" 2>"$WORK/error" || fail "$(tail -n 2 "$WORK/error")"
  mark || fail "the sentinel's row could not be written"
  # S3 takes 10,000 parts; a dump is hardly ever larger than its database.
  bytes=$(ask --command "SELECT pg_database_size(current_database())")
  CHUNK=$((bytes / 9000 / 1048576 > 16 ? bytes / 9000 / 1048576 + 1 : 16))M
  # One snapshot for the dump and for the count of rows: a session holds it open.
  coproc SESSION { ask; }
  SESSION_PROCESS=$SESSION_PID
  printf '%s\n' "$SAME BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT pg_export_snapshot();" >&"${SESSION[1]}"
  read -r -t 60 SNAPSHOT <&"${SESSION[0]}" || fail "no snapshot could be had"
}

# Zstandard since 16; before that gzip at its quickest, which costs a third more room.
dump() {
  local compression=zstd:3
  (($(pg_dump --version | sed -E 's/[^0-9]*([0-9]+).*/\1/') >= 16)) || compression=1
  pg_dump --format custom --compress "$compression" --snapshot "$SNAPSHOT" --no-password --lock-wait-timeout 60s
}

inspect() {
  local line
  printf '%s \\gexec\n\\echo end\n' "$FINGERPRINT" >&"${SESSION[1]}"
  : >"$WORK/contents"
  while read -r line <&"${SESSION[0]}"; do
    [[ $line != end ]] || return 0
    printf '%s\n' "$line" >>"$WORK/contents"
  done
  return 1
}

finish_dump() {
  printf 'COMMIT;\n\\q\n' >&"${SESSION[1]}"
  wait "$SESSION_PROCESS" || fail "the session that held the snapshot was lost"
}

fingerprint() { # fingerprint <database>
  printf '%s %s \\gexec\n' "$SAME" "$FINGERPRINT" | ask --dbname "$1"
}

quoted() { printf '"%s"' "${1//\"/\"\"}"; }

# Who may enter a database, and as whom, is kept beside it, and so is in no dump of it.
copy_doors() { # copy_doors <from> <to>
  ask --dbname postgres --set from="$1" --set to="$2" <<'SQL'
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'to') FROM pg_database WHERE datname = :'from' AND datacl IS NOT NULL \gexec
SELECT format('GRANT %s ON DATABASE %I TO %s', string_agg(given.privilege_type, ', '), :'to',
  CASE given.grantee WHEN 0 THEN 'PUBLIC' ELSE given.grantee::regrole::text END)
FROM pg_database, aclexplode(datacl) given WHERE datname = :'from' GROUP BY given.grantee \gexec
SQL
}

# Where charts/roles made roles, everything belongs to the database's owner, and whoever restores is a member of it. So it is
# made as the owner's, whoever it was of: also what was dumped before there were roles.
owner_of() { # owner_of <database>
  ask --dbname postgres --set owner="$1_owner" --set database="$1" <<'SQL'
SELECT rolname FROM pg_roles WHERE rolname = :'owner' AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = CURRENT_USER)
  AND pg_has_role(CURRENT_USER, oid, 'USAGE') AND shobj_description(oid, 'pg_authid') = 'made by slipway for ' || :'database';
SQL
}

# The next backup must be able to write its row, also into what was dumped before there were roles.
let_backup_in() { # let_backup_in <database> <owner>
  ask --dbname "$1" --set owner="$2" <<'SQL'
SET ROLE :"owner";
SELECT format('GRANT USAGE ON SCHEMA slipway_backup TO %1$I; GRANT SELECT, INSERT, DELETE ON slipway_backup.sentinel TO %1$I', rolname)
FROM pg_roles WHERE rolname = 'slipway-backup' \gexec
SQL
}

# Two tables at once, where there is room for the dump: pg_restore can then go to and fro in it. RESTORE_JOBS says it outright.
restore_jobs() {
  if [[ -n ${RESTORE_JOBS:-} ]]; then
    echo "$RESTORE_JOBS"
  else
    fits && echo 2 || echo 1
  fi
}

# Where a restore goes that is told no name.
beside() { printf '%s_restored_%s' "$DATABASE" "$1"; }

drop_database() { ask --dbname postgres --command "DROP DATABASE IF EXISTS $(quoted "$1") WITH (FORCE)"; }

contents_of() { fingerprint "$1" | sort; }

sentinel_of() { # sentinel_of <database>
  ask --dbname "$1" --command "SELECT backup || ' ' || extract(epoch FROM written)::bigint FROM slipway_backup.sentinel"
}

# Restores the chosen backup into a new database and proves it: checksum, rows of every table, the sentinel.
restore_into() { # restore_into <database>
  local into=$1 owner jobs as=()
  stage "making the database $into"
  ask --dbname postgres --command "CREATE DATABASE $(quoted "$into") TEMPLATE template0" || fail "it could not be made"
  MADE=$into
  copy_doors "$DATABASE" "$into" || fail "those who may enter $DATABASE could not be let into it"
  owner=$(owner_of "$DATABASE")
  if [[ -n $owner ]]; then
    ask --dbname "$into" --command "ALTER SCHEMA public OWNER TO $(quoted "$owner")" || fail "$owner could not be given its schema"
    as=(--no-owner --role "$owner")
  fi
  # Nothing is lost by waiting for no disk: what is not whole is dropped. More memory builds indexes faster.
  export PGOPTIONS="-c synchronous_commit=off -c maintenance_work_mem=${RESTORE_MEMORY:-256MB}"
  stage "restoring $BACKUP into $into"
  jobs=$(restore_jobs)
  if ((jobs > 1)); then
    download "$BACKUP/dump" >"$WORK/dump" || fail "$BACKUP could not be fetched whole: is there room in $WORK?"
    check_sum
    pg_restore "${as[@]}" --exit-on-error --no-password --jobs "$jobs" --dbname "$into" "$WORK/dump" || fail "pg_restore failed"
    rm -f "$WORK/dump"
  else
    restore_through pg_restore "${as[@]}" --exit-on-error --no-password --dbname "$into"
  fi
  [[ -z $owner ]] || let_backup_in "$into" "$owner" || fail "later backups could not be let into it"
  say "the data are back after $(($(date +%s) - STARTED))s"
  prove "$into"
}

# Puts the restored database in the place of the old one, which is kept under another name. Logins, addresses and grants
# stay as they are, so nothing that uses it needs to be told.
take_over() { # take_over <restored> <kept as>
  stage "switching $DATABASE to what was restored"
  ask --dbname postgres <<SQL || fail "the databases could not be renamed; $1 holds what was restored"
ALTER DATABASE $(quoted "$DATABASE") ALLOW_CONNECTIONS false;
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity JOIN pg_roles r ON r.oid = usesysid
WHERE datname = '${DATABASE//\'/\'\'}' AND NOT rolsuper \g /dev/null
BEGIN;
ALTER DATABASE $(quoted "$DATABASE") RENAME TO $(quoted "$2");
ALTER DATABASE $(quoted "$1") RENAME TO $(quoted "$DATABASE");
COMMIT;
SQL
  MADE=
  say "$DATABASE is as it was at $(field started); what it was before is $2: drop it when you are sure"
}

keep_restored() { # keep_restored <restored>
  MADE=
  say "the database $1 holds what $DATABASE was at $(field started)"
}

# What a drill that was killed has left.
clear_scratch() { drop_database "${INTO:-${DATABASE}_drill}" 2>/dev/null; }

undo_restore() {
  [[ -z ${MADE:-} ]] || drop_database "$MADE" || say "the half-made database $MADE is still there"
  # Nobody may be locked out of the old one because the switch failed.
  ask --dbname postgres --command "ALTER DATABASE $(quoted "$DATABASE") ALLOW_CONNECTIONS true" 2>/dev/null || true
}

#!/usr/bin/env bash
# Makes the roles of one PostgreSQL database what the list says, and nothing else: a second run changes nothing, and no
# role, object or right that it did not make itself is ever taken away. PGHOST, PGPORT, PGDATABASE, PGSSLMODE as libpq
# reads them.
#   LIST    file with a line for each role: <name> <readOnly|readWrite|owner|backup|restore>
#   LOGINS  folder of files: master.username and master.password, and a <name>.password for each role
set -Eeuo pipefail

: "${PGHOST:?}" "${PGDATABASE:?}" "${LIST:?}" "${LOGINS:?}"
SCRIPTS=${SCRIPTS:-$(dirname "${BASH_SOURCE[0]}")}
TRIES=${TRIES:-5}
WAIT=${WAIT:-300} # seconds for a server that is only being made
export PGCONNECT_TIMEOUT=${PGCONNECT_TIMEOUT:-15} PGAPPNAME=slipway-roles

say() { printf '%s %s: %s\n' "$(date -u +%H:%M:%S)" "$PGDATABASE" "$*" >&2; }
fail() {
  printf '✗ roles of %s: %s\n' "$PGDATABASE" "$*" >&2
  exit 1
}

master() {
  PGUSER=$(<"$LOGINS/master.username") PGPASSWORD=$(<"$LOGINS/master.password") \
    psql --no-psqlrc --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 \
    --set owner="${PGDATABASE}_owner" --set readwrite="${PGDATABASE}_readwrite" --set readonly="${PGDATABASE}_readonly" "$@"
}

# A table in use makes the change of its owner wait; rather than hold up everybody behind it, it is tried again.
patiently() {
  local try
  for ((try = 1; ; try++)); do
    "$@" && return
    ((try < TRIES)) || return 1
    say "tried $try times; again in $((try * 2))s"
    sleep "$((try * 2))"
  done
}

# A server in the cluster is made at the same time as this runs, and what its master may do a moment later.
able() {
  [[ $(master --command "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = CURRENT_USER" 2>"$ERRORS") == t ]]
}
wait_for_master() {
  local until=$((SECONDS + WAIT))
  until able; do
    ((SECONDS < until)) || fail "no login that may make roles: $(tail -n 1 "$ERRORS")"
    sleep 3
  done
}

# The password is the role's own: whoever logs in with it is let in.
works() {
  PGUSER=$1 PGPASSWORD=$(<"$LOGINS/$1.password") psql --no-psqlrc --no-password --quiet --command "SELECT" >/dev/null 2>"$ERRORS"
}

# By the environment, so that it stands in no list of processes.
give_password() {
  ROLE_PASSWORD=$(<"$LOGINS/$1.password") master --set role="$1" <<'SQL'
\getenv password ROLE_PASSWORD
ALTER ROLE :"role" PASSWORD :'password';
SQL
}

ERRORS=$(mktemp)
trap 'rm -f "$ERRORS"' EXIT

wait_for_master
patiently master --file "$SCRIPTS/database.sql" || fail "the database could not be made ready for them"
while read -r role access; do
  [[ -s $LOGINS/$role.password ]] || fail "$role has no password"
  migrates=0
  case $access in
    readOnly | backup) group=${PGDATABASE}_readonly ;;
    readWrite) group=${PGDATABASE}_readwrite ;;
    owner) group=${PGDATABASE}_owner migrates=1 ;;
    restore) group=${PGDATABASE}_owner ;;
    *) fail "$role: $access is none of readOnly, readWrite, owner, backup, restore" ;;
  esac
  patiently master --set role="$role" --set group="$group" --set migrates="$migrates" --file "$SCRIPTS/login.sql" ||
    fail "$role could not be made"
  case $access in
    backup | restore)
      said=$(patiently master --set role="$role" --file "$SCRIPTS/$access.sql") || fail "$role could not be let at all that it needs"
      [[ -z $said ]] || say "$role: $said"
      ;;
  esac
  if ! works "$role"; then
    give_password "$role" || fail "$role could not be given its password"
    works "$role" || fail "$role cannot log in: $(tail -n 1 "$ERRORS")"
    say "$role: its password is set"
  fi
  say "$role: $access"
done <"$LIST"

# Said, never done: what they own and who still logs in with them is for people to judge.
left=$(
  cut -d' ' -f1 "$LIST" | paste -sd, | sed 's/^/{/; s/$/}/' | {
    read -r names
    master --set names="$names" <<'SQL'
SELECT string_agg(rolname, ', ' ORDER BY rolname) FROM pg_roles
WHERE rolcanlogin AND rolname <> ALL (:'names'::text[])
  AND shobj_description(oid, 'pg_authid') = 'made by slipway for ' || current_database();
SQL
  }
)
[[ -z $left ]] || say "no workload logs in as these any more: $left"

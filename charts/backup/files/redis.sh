#!/usr/bin/env bash
# Redis and Valkey, by the replication protocol (`redis-cli --rdb`), which managed caches such as ElastiCache refuse: those
# keep snapshots of their own. REDIS_HOST, REDIS_PORT, REDIS_PASSWORD, REDIS_SCHEME (redis, or rediss for TLS).
# shellcheck disable=SC2034 # the scripts that source this use what it sets
DATABASE=$STORE
REDIS_PORT=${REDIS_PORT:-6379}
export REDISCLI_AUTH=${REDIS_PASSWORD:-}
tls=()
replication=()
[[ ${REDIS_SCHEME:-redis} != rediss ]] || { tls=(--tls); replication=(--tls-replication yes); }
ask() { redis-cli --no-auth-warning -h "${REDIS_HOST:?}" -p "$REDIS_PORT" "${tls[@]}" "$@"; }
scratch() { REDISCLI_AUTH='' redis-cli -s "$WORK/scratch.sock" "$@"; }

connect() {
  ask INFO server >"$WORK/info" 2>"$WORK/error" || fail "$(tail -n 2 "$WORK/error")"
  grep -q '^redis_version' "$WORK/info" || fail "it answers: $(head -n 1 "$WORK/info")"
  sed -nE 's/^(redis|valkey)_version:([^\r]*).*/\2/p' "$WORK/info" | tail -n 1 >"$WORK/server"
  ask SET slipway:sentinel "$NAME $(date +%s)" >/dev/null || fail "the sentinel could not be written"
}

dump() { ask --rdb - 2>"$WORK/rdb.log"; }

# How many keys a snapshot holds can be told only of the snapshot itself, when it is restored.
inspect() { : >"$WORK/contents"; }

finish_dump() { :; }

start_scratch() { # start_scratch <rdb>: a server of our own that nobody else reaches
  redis-server --port 0 --unixsocket "$WORK/scratch.sock" --dir "$(dirname "$1")" --dbfilename "$(basename "$1")" \
    --save '' --appendonly no --pidfile "$WORK/scratch.pid" "${replication[@]}" >"$WORK/scratch.log" 2>&1 &
  for _ in {1..600}; do
    [[ $(scratch PING 2>/dev/null) != PONG ]] || return 0
    jobs -r >"$WORK/running"
    grep -q redis-server "$WORK/running" || break
    sleep 0.2
  done
  fail "the snapshot could not be loaded: $(tail -n 2 "$WORK/scratch.log")"
}

beside() { printf '%s' "$DATABASE"; }

restore_into() {
  local sentinel
  stage "restoring $BACKUP into a scratch server"
  download "$BACKUP/dump" >"$WORK/dump.rdb" || fail "$BACKUP could not be fetched whole: is there room in $WORK?"
  check_sum
  redis-check-rdb "$WORK/dump.rdb" >"$WORK/check" || fail "redis-check-rdb: $(tail -n 2 "$WORK/check")"
  start_scratch "$WORK/dump.rdb"
  sentinel=$(scratch GET slipway:sentinel)
  check_sentinel "$sentinel"
  say "it holds $(scratch DBSIZE) keys, and the sentinel"
}

# Sends every key, as it is, from the scratch server to the real one, which is emptied first.
take_over() {
  local base left
  stage "emptying the store and filling it from the backup"
  ask FLUSHALL >/dev/null || fail "it could not be emptied"
  for base in $(scratch INFO keyspace | sed -nE 's/^db([0-9]+):.*/\1/p'); do
    scratch EVAL "redis.call('SELECT', ARGV[3]) local at = '0' repeat
      local page = redis.call('SCAN', at, 'COUNT', 500) at = page[1]
      if #page[2] > 0 then
        local order = {ARGV[1], ARGV[2], '', ARGV[3], '60000', 'COPY', 'REPLACE'}
        if ARGV[4] ~= '' then order[#order + 1] = 'AUTH' order[#order + 1] = ARGV[4] end
        order[#order + 1] = 'KEYS'
        for _, key in ipairs(page[2]) do order[#order + 1] = key end
        redis.call('MIGRATE', unpack(order))
      end until at == '0' return 'OK'" 0 "$REDIS_HOST" "$REDIS_PORT" "$base" "${REDIS_PASSWORD:-}" >"$WORK/sent"
    [[ $(<"$WORK/sent") == OK ]] || fail "keys of database $base were not taken: $(<"$WORK/sent"); the safety backup holds what was there"
    left=$(($(scratch -n "$base" DBSIZE) - $(ask -n "$base" DBSIZE)))
    ((left <= 0)) || fail "$left keys of database $base are missing"
  done
  say "it is as it was at $(field started)"
}

keep_restored() { say "the backup is good; a Redis has no other database to put it into, so nothing was changed"; }

clear_scratch() { :; }
undo_restore() { :; }

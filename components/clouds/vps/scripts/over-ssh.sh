#!/bin/sh
# Runs the script that comes on stdin on the host, as root. The host must prove itself by the key that config expects:
# to any other nothing is sent.
#
# SSH_HOST, SSH_PORT, SSH_USER: whom to call, and as whom. SSH_HOST_KEY: the host's public key, as `ssh-keyscan` writes it
# after the name. SSH_KEY: a private key; without it the agent and the keys of whoever runs this.
set -eu
umask 077
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

case $SSH_PORT in
22) name=$SSH_HOST ;;
*) name="[$SSH_HOST]:$SSH_PORT" ;;
esac
printf '%s %s\n' "$name" "$SSH_HOST_KEY" >"$folder/known_hosts"

set -- -p "$SSH_PORT" -o BatchMode=yes -o StrictHostKeyChecking=yes -o "UserKnownHostsFile=$folder/known_hosts" \
  -o GlobalKnownHostsFile=/dev/null -o ConnectTimeout=20 -o ServerAliveInterval=15 -o LogLevel=ERROR
if [ -n "${SSH_KEY:-}" ]; then
  printf '%s\n' "$SSH_KEY" >"$folder/key"
  set -- "$@" -i "$folder/key" -o IdentitiesOnly=yes
fi

# For the host's own shell: nothing is expanded here.
# shellcheck disable=SC2016
as_root='if [ "$(id -u)" = 0 ]; then exec sh -s; else exec sudo -n sh -s; fi'
code=0
# shellcheck disable=SC2029 # it holds nothing that is expanded
ssh "$@" "$SSH_USER@$SSH_HOST" "$as_root" 2>"$folder/said" || code=$?
cat "$folder/said" >&2
if grep -q -e 'Host key verification failed' -e 'HOST IDENTIFICATION HAS CHANGED' "$folder/said"; then
  echo "The machine at $SSH_HOST has another host key than slipway:account says; nothing was changed." >&2
fi
exit "$code"

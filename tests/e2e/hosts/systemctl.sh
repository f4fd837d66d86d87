#!/bin/sh
# In systemd's place, which nothing without a boot has: it keeps what is enabled and active, and starts what can be started.
state=/run/units
mkdir -p "$state"
echo "$*" >>/var/log/systemctl.log
verb=$1
shift
while [ "${1#-}" != "${1:-}" ]; do shift; done
unit=${1%.service}
case $verb in
is-active) [ -f "$state/$unit" ] ;;
start | restart | reload)
  touch "$state/$unit"
  if [ "$unit" = slipway-firewall ]; then nft --file /etc/slipway/firewall.nft; fi
  ;;
esac

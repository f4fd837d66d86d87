# Makes a Debian or Ubuntu host fit to face the internet: a firewall, updates by themselves, fail2ban, swap, no passwords.
#
# ALLOW: ranges that may reach SSH and the API server, by blanks. SSH_PORT: where SSH listens. PODS_CIDR: range of pods.
# SWAP_MB: size of the swap file; 0: none. REBOOT_AT: when it may restart for an update, `hh:mm`.

# shellcheck source=/dev/null
id=$(. /etc/os-release && echo "$ID")
case $id in
debian | ubuntu) ;;
*) die "this host runs $id: Debian or Ubuntu is needed" ;;
esac

missing=
for package in ca-certificates curl fail2ban nftables python3-systemd unattended-upgrades; do
  if ! dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed; then
    missing="$missing $package"
  fi
done
if [ -n "$missing" ]; then
  apt-get update --quiet=2
  # shellcheck disable=SC2086 # several packages
  apt-get install --quiet=2 --yes --no-install-recommends $missing >/dev/null
  changed "installed$missing"
fi

# Never lock out who is speaking: the ranges must hold the very address that this comes from.
peer=$(echo "${SSH_CONNECTION:-}" | cut -d' ' -f1)
if [ -n "$peer" ] && ! python3 - "$peer" "$ALLOW" <<'EOF'; then
import ipaddress
import sys

peer = ipaddress.ip_address(sys.argv[1])
peer = getattr(peer, "ipv4_mapped", None) or peer
sys.exit(0 if any(peer in ipaddress.ip_network(each) for each in sys.argv[2].split()) else 1)
EOF
  die "the firewall would lock out $peer, where this comes from: add it to cluster.publicAccess"
fi

# Swap: a moment's need must not end a pod. Kubernetes itself gives pods none of it.
if [ "$SWAP_MB" -gt 0 ]; then
  if [ ! -f /swapfile ] || [ "$(stat --format=%s /swapfile)" -ne $((SWAP_MB * 1024 * 1024)) ]; then
    if grep -q '^/swapfile ' /proc/swaps; then swapoff /swapfile; fi
    rm -f /swapfile
    (umask 077 && dd if=/dev/zero of=/swapfile bs=1M count="$SWAP_MB" status=none)
    mkswap --quiet /swapfile 2>/dev/null || mkswap /swapfile >/dev/null
    changed "a swap file of $SWAP_MB MiB"
  fi
  if ! grep -q '^/swapfile ' /etc/fstab; then
    echo '/swapfile none swap sw 0 0' >>/etc/fstab
    changed /etc/fstab
  fi
  if ! grep -q '^/swapfile ' /proc/swaps; then
    swapon /swapfile || die "the swap file cannot be used: write swapMb: 0 where the machine allows none"
  fi
fi

# Reverse paths stay loose: pods' traffic would be dropped. The kernel's panics are what k3s' own hardening guide asks for.
if put /etc/sysctl.d/90-slipway.conf 644 <<'EOF'; then
vm.swappiness = 10
vm.overcommit_memory = 1
kernel.panic = 10
kernel.panic_on_oops = 1
kernel.kptr_restrict = 2
kernel.dmesg_restrict = 1
net.ipv4.conf.all.accept_redirects = 0
net.ipv4.conf.all.send_redirects = 0
net.ipv4.tcp_syncookies = 1
net.ipv6.conf.all.accept_redirects = 0
fs.inotify.max_user_instances = 512
fs.inotify.max_user_watches = 524288
EOF
  sysctl --quiet --load=/etc/sysctl.d/90-slipway.conf
fi

# SSH: keys alone. A file that sshd does not understand would lock everybody out, so it is asked first.
if put /etc/ssh/sshd_config.d/10-slipway.conf 644 <<'EOF'; then
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PermitEmptyPasswords no
MaxAuthTries 4
LoginGraceTime 30
X11Forwarding no
AllowAgentForwarding no
EOF
  if ! sshd -t; then
    rm -f /etc/ssh/sshd_config.d/10-slipway.conf
    die "sshd does not take /etc/ssh/sshd_config.d/10-slipway.conf; it was removed again"
  fi
  systemctl reload ssh
fi

# A table of its own: k3s has rules of its own, which must not be flushed. Pods and what k3s sends on are not filtered here.
ranges4=$(echo "$ALLOW" | tr ' ' ',')
firewall=0
if put /etc/slipway/firewall.nft 644 <<EOF; then firewall=1; fi
table inet slipway
delete table inet slipway
table inet slipway {
  set admins {
    type ipv4_addr
    flags interval
    auto-merge
    elements = { $ranges4 }
  }
  chain input {
    type filter hook input priority filter; policy drop;
    ct state established,related accept
    ct state invalid drop
    iifname { "lo", "cni0", "flannel.1" } accept
    ip saddr $PODS_CIDR accept
    meta l4proto { 1, 58 } accept comment "ICMP, and that of IPv6; names need a package that small images lack"
    tcp dport { 80, 443 } accept
    tcp dport { $SSH_PORT, 6443 } ip saddr @admins accept
  }
}
EOF
nft --check --file /etc/slipway/firewall.nft || die "nft does not take /etc/slipway/firewall.nft"
if put /etc/systemd/system/slipway-firewall.service 644 <<'EOF'; then firewall=1; fi
[Unit]
Description=Firewall of Slipway
Before=network-pre.target
Wants=network-pre.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft --file /etc/slipway/firewall.nft
ExecReload=/usr/sbin/nft --file /etc/slipway/firewall.nft
ExecStop=/usr/sbin/nft delete table inet slipway

[Install]
WantedBy=multi-user.target
EOF
if [ "$firewall" -eq 1 ]; then systemctl daemon-reload; fi
running slipway-firewall.service "$firewall"

# Security updates each night; a restart where one needs it, at the time that config says.
upgrades=0
if put /etc/apt/apt.conf.d/20auto-upgrades 644 <<'EOF'; then upgrades=1; fi
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
APT::Periodic::AutocleanInterval "7";
EOF
if put /etc/apt/apt.conf.d/52slipway 644 <<EOF; then upgrades=1; fi
Unattended-Upgrade::Remove-Unused-Dependencies "true";
Unattended-Upgrade::Automatic-Reboot "true";
Unattended-Upgrade::Automatic-Reboot-Time "$REBOOT_AT";
EOF
running unattended-upgrades.service "$upgrades"

# Who guesses is kept out for an hour.
jail=0
if put /etc/fail2ban/jail.d/slipway.conf 644 <<EOF; then jail=1; fi
[DEFAULT]
backend = systemd
banaction = nftables-multiport
bantime = 1h
findtime = 10m
maxretry = 5
ignoreip = 127.0.0.1/8 ::1 $PODS_CIDR

[sshd]
enabled = true
port = $SSH_PORT
EOF
running fail2ban.service "$jail"

finish

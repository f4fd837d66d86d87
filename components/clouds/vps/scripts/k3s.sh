# Installs a pinned k3s, and waits until its API server answers.
#
# K3S_VERSION: such as v1.35.3+k3s1. K3S_SOURCE: where its releases are. HOST: the address that people and Slipway call it by.
# PODS_CIDR: range of pods.

case $(uname -m) in
x86_64) binary=k3s sums=sha256sum-amd64.txt ;;
aarch64) binary=k3s-arm64 sums=sha256sum-arm64.txt ;;
*) die "k3s has no release for $(uname -m)" ;;
esac

restart=0
has=$(/usr/local/bin/k3s --version 2>/dev/null | sed -n 's/^k3s version \([^ ]*\).*/\1/p' || true)
if [ "$has" != "$K3S_VERSION" ]; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  release="$K3S_SOURCE/$(echo "$K3S_VERSION" | sed 's/+/%2B/')"
  curl --fail --silent --show-error --location --retry 3 --output "$folder/k3s" "$release/$binary" ||
    die "$release/$binary cannot be fetched"
  curl --fail --silent --show-error --location --retry 3 --output "$folder/sums" "$release/$sums" ||
    die "$release/$sums cannot be fetched"
  wanted=$(awk -v name="$binary" '$2 == name { print $1 }' "$folder/sums")
  got=$(sha256sum "$folder/k3s" | cut -d' ' -f1)
  [ -n "$wanted" ] && [ "$wanted" = "$got" ] || die "$binary has the sum $got, and its release says ${wanted:-nothing}"
  install -m 755 "$folder/k3s" /usr/local/bin/.k3s.new
  mv -f /usr/local/bin/.k3s.new /usr/local/bin/k3s
  restart=1
  changed "k3s ${has:+$has → }$K3S_VERSION"
fi

# Slipway brings the gateway and metrics-server itself. Secrets are encrypted where they are kept.
if put /etc/rancher/k3s/config.yaml 600 <<EOF; then restart=1; fi
write-kubeconfig-mode: "0600"
tls-san: ["$HOST"]
cluster-cidr: $PODS_CIDR
disable: [traefik, metrics-server]
secrets-encryption: true
protect-kernel-defaults: true
kubelet-arg:
  - max-pods=110
  - system-reserved=cpu=200m,memory=300Mi
  - eviction-hard=memory.available<200Mi,nodefs.available<8%
kube-apiserver-arg:
  - anonymous-auth=false
  - audit-log-path=/var/log/kubernetes/audit.log
  - audit-log-maxage=30
  - audit-log-maxsize=50
  - audit-log-maxbackup=5
  - audit-policy-file=/etc/rancher/k3s/audit.yaml
EOF
if put /etc/rancher/k3s/audit.yaml 600 <<'EOF'; then restart=1; fi
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: None
    verbs: [get, list, watch]
  - level: Metadata
EOF
mkdir -p /var/log/kubernetes
if put /etc/systemd/system/k3s.service 644 <<'EOF'; then
[Unit]
Description=Lightweight Kubernetes
Documentation=https://docs.k3s.io
Wants=network-online.target
After=network-online.target slipway-firewall.service

[Service]
Type=notify
ExecStartPre=-/sbin/modprobe br_netfilter
ExecStartPre=-/sbin/modprobe overlay
ExecStart=/usr/local/bin/k3s server
KillMode=process
Delegate=yes
LimitNOFILE=1048576
LimitNPROC=infinity
LimitCORE=infinity
TasksMax=infinity
TimeoutStartSec=0
Restart=always
RestartSec=5s

[Install]
WantedBy=multi-user.target
EOF
  restart=1
  systemctl daemon-reload
fi
running k3s.service "$restart"

tries=0
until /usr/local/bin/k3s kubectl get --raw /readyz >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt "${READY_SECONDS:-180}" ] || die "k3s does not answer; see: journalctl --unit k3s"
  sleep 1
done

finish

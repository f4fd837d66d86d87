# Prints a kubeconfig, as JSON, for the account that Slipway acts as. A token of its own, since the certificates that k3s hands
# out end after a year.
#
# HOST: the address that Slipway calls the API server by.

kubectl() { /usr/local/bin/k3s kubectl "$@"; }

kubectl apply --filename - >/dev/null <<'EOF'
apiVersion: v1
kind: ServiceAccount
metadata: { name: slipway, namespace: kube-system }
automountServiceAccountToken: false
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: slipway }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: ServiceAccount, name: slipway, namespace: kube-system }]
---
apiVersion: v1
kind: Secret
metadata:
  name: slipway-token
  namespace: kube-system
  annotations: { kubernetes.io/service-account.name: slipway }
type: kubernetes.io/service-account-token
EOF

entry() { kubectl get secret slipway-token --namespace kube-system --output "jsonpath={.data['$1']}"; }

tries=0
until token=$(entry token | base64 --decode) && [ -n "$token" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 30 ] || die "the account slipway got no token"
  sleep 1
done
ca=$(entry 'ca\.crt')

cat <<EOF
{"apiVersion":"v1","kind":"Config","current-context":"slipway",
"contexts":[{"name":"slipway","context":{"cluster":"slipway","user":"slipway"}}],
"clusters":[{"name":"slipway","cluster":{"server":"https://$HOST:6443","certificate-authority-data":"$ca"}}],
"users":[{"name":"slipway","user":{"token":"$token"}}]}
EOF

#!/bin/sh
# In k3s' place: it answers as one whose service runs.
case "$*" in
--version) echo "k3s version VERSION (00000000)" ;;
"kubectl get --raw /readyz") [ -f /run/units/k3s ] && echo ok ;;
"kubectl apply --filename -") cat >/run/applied.yaml ;;
"kubectl get secret slipway-token --namespace kube-system --output jsonpath={.data['token']}")
  [ -f /run/applied.yaml ] && printf 'a token of nobody' | base64
  ;;
"kubectl get secret slipway-token --namespace kube-system --output jsonpath={.data['ca\.crt']}")
  printf 'an authority of nobody' | base64
  ;;
*) exit 1 ;;
esac

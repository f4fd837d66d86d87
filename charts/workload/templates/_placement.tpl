{{/*
How each cloud marks nodes of spare capacity, Karpenter's label first: Karpenter tries preferences in this order.
Sources: karpenter.sh well-known labels; EKS managed node groups; GKE Spot VMs; AKS spot node pools.
*/}}
{{- define "workload.spotLabels" -}}
- { key: karpenter.sh/capacity-type, value: spot }
- { key: eks.amazonaws.com/capacityType, value: SPOT }
- { key: cloud.google.com/gke-spot, value: "true" }
- { key: kubernetes.azure.com/scalesetpriority, value: spot }
{{- end }}

{{/* One requirement for each of those labels: .operator */}}
{{- define "workload.spotRequirement" -}}
- key: {{ .label.key }}
  operator: {{ .operator }}
  values: [{{ .label.value | quote }}]
{{- end }}

{{- define "workload.nodeAffinity" -}}
{{- $labels := include "workload.spotLabels" . | fromYamlArray -}}
{{- if eq .Values.spot "preferred" }}
preferredDuringSchedulingIgnoredDuringExecution:
  {{- range $i, $label := $labels }}
  - weight: {{ sub 100 $i }}
    preference:
      matchExpressions:
        {{- include "workload.spotRequirement" (dict "label" $label "operator" "In") | nindent 8 }}
  {{- end }}
{{- else }}
requiredDuringSchedulingIgnoredDuringExecution:
  nodeSelectorTerms:
    {{- if eq .Values.spot "required" }}
    {{- range $labels }}
    - matchExpressions:
        {{- include "workload.spotRequirement" (dict "label" . "operator" "In") | nindent 8 }}
    {{- end }}
    {{- else }}
    - matchExpressions:
        {{- range $labels }}
        {{- include "workload.spotRequirement" (dict "label" . "operator" "NotIn") | nindent 8 }}
        {{- end }}
    {{- end }}
{{- end }}
{{- end }}

{{/* The label by which a controller tells its versions apart. */}}
{{- define "workload.hashLabel" -}}
{{- ternary "rollouts-pod-template-hash" "pod-template-hash" (hasKey .Values "progressive") -}}
{{- end }}

{{/* Pods of one version keep apart; old ones, which are about to go, do not count. */}}
{{- define "workload.antiAffinityTerm" -}}
topologyKey: kubernetes.io/hostname
labelSelector:
  matchLabels:
    {{- include "workload.selectorLabels" . | nindent 4 }}
matchLabelKeys: [{{ include "workload.hashLabel" . }}]
{{- end }}

{{- define "workload.podAntiAffinity" -}}
{{- if eq .Values.spread.antiAffinity "required" }}
requiredDuringSchedulingIgnoredDuringExecution:
  - {{ include "workload.antiAffinityTerm" . | nindent 4 | trim }}
{{- else }}
preferredDuringSchedulingIgnoredDuringExecution:
  - weight: 100
    podAffinityTerm:
      {{- include "workload.antiAffinityTerm" . | nindent 6 }}
{{- end }}
{{- end }}

{{- define "workload.affinity" -}}
{{- with .Values.spot }}
nodeAffinity:
  {{- include "workload.nodeAffinity" $ | trim | nindent 2 }}
{{- end }}
{{- if and (has .Values.kind (list "web" "worker")) (ne .Values.spread.antiAffinity "none") }}
podAntiAffinity:
  {{- include "workload.podAntiAffinity" . | trim | nindent 2 }}
{{- end }}
{{- end }}

{{/* AKS taints its spot nodes, and GKE's are often tainted by hand: who may use them bears both. */}}
{{- define "workload.tolerations" -}}
{{- with .Values.tolerations }}
{{ toYaml . }}
{{- end }}
{{- if has .Values.spot (list "preferred" "required") }}
- { key: kubernetes.azure.com/scalesetpriority, operator: Equal, value: spot, effect: NoSchedule }
- { key: cloud.google.com/gke-spot, operator: Equal, value: "true", effect: NoSchedule }
{{- end }}
{{- end }}

{{/* Each version is spread by itself: old pods, which are about to go, must not decide where new ones may be. */}}
{{- define "workload.topologySpread" -}}
{{- $root := . -}}
{{- range $key, $policy := dict "topology.kubernetes.io/zone" .Values.spread.zone "kubernetes.io/hostname" .Values.spread.host }}
- topologyKey: {{ $key }}
  maxSkew: 1
  whenUnsatisfiable: {{ $policy }}
  labelSelector:
    matchLabels:
      {{- include "workload.selectorLabels" $root | nindent 6 }}
  matchLabelKeys: [{{ include "workload.hashLabel" $root }}]
{{- end }}
{{- end }}

{{/* What autoscalers scale. */}}
{{- define "workload.scaleTarget" -}}
{{- if .Values.progressive -}}
apiVersion: argoproj.io/v1alpha1
kind: Rollout
{{- else -}}
apiVersion: apps/v1
kind: Deployment
{{- end }}
name: {{ .Values.name | quote }}
{{- end }}

{{/* The Service of the new version while it is watched; afterwards, of the version that serves. */}}
{{- define "workload.previewName" -}}
{{ .Values.name }}-preview
{{- end }}

{{/* Envoy Gateway's name of what the new version's requests are counted under. */}}
{{- define "workload.previewCluster" -}}
httproute/{{ .Release.Namespace }}/{{ .Values.name }}/rule/0/backend/1
{{- end }}

{{/* A measurement that Prometheus makes every minute; two bad ones end the rollout. No traffic is no failure. */}}
{{- define "workload.measurement" -}}
name: {{ .name }}
interval: 60s
initialDelay: 60s
failureLimit: 1
consecutiveErrorLimit: 4
successCondition: {{ printf "len(result) == 0 || isNaN(result[0]) || result[0] <= %v" .most | quote }}
provider:
  prometheus:
    address: {{ .prometheus | quote }}
    query: {{ .query | quote }}
{{- end }}

{{/* The way of the new version's traffic. */}}
{{- define "workload.trafficSteps" -}}
{{- $smoke := dig "gates" "smoke" dict .Values.progressive -}}
{{- if eq .Values.progressive.scale "full" }}
- setCanaryScale: { weight: 100 }
{{- else if $smoke }}
- setCanaryScale: { replicas: 1 }
{{- end }}
{{- if $smoke }}
- analysis:
    templates:
      - templateName: {{ printf "%s-smoke" .Values.name | quote }}
{{- end }}
{{- if and $smoke (ne .Values.progressive.scale "full") }}
- setCanaryScale: { matchTrafficWeight: true }
{{- end }}
{{- range .Values.progressive.steps }}
- setWeight: {{ int64 .weight }}
{{- if .watchSeconds }}
- pause: { duration: {{ int64 .watchSeconds }}s }
{{- else }}
- pause: {}
{{- end }}
{{- end }}
{{- end }}

{{/* The pods of the job that a new version must pass. */}}
{{- define "workload.smokeLabels" -}}
{{- include "workload.selectorLabels" (dict "Values" .Values "Release" .Release "podsOf" (printf "%s-smoke" .Values.name)) -}}
{{- end }}

{{/*
Tells the workload which version was asked. A filter on each backend also makes Envoy Gateway count their requests apart,
where it would otherwise put both into one cluster of Envoy's: the gates need that.
*/}}
{{- define "workload.versionHeader" -}}
filters:
  - type: RequestHeaderModifier
    requestHeaderModifier:
      set:
        - { name: slipway-version, value: {{ . }} }
{{- end }}

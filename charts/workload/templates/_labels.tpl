{{/* What selectors match: never changes during the life of a release, since a Deployment's selector is immutable. */}}
{{- define "workload.selectorLabels" -}}
app.kubernetes.io/name: {{ .podsOf | default .Values.name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{/* Tag, or else the start of the digest; a label holds 63 characters and ends on a letter or digit. */}}
{{- define "workload.version" -}}
{{- $digest := trimPrefix "sha256:" (.Values.image.digest | default "") | trunc 12 -}}
{{- .Values.image.tag | default $digest | trunc 63 | trimAll "-_." -}}
{{- end }}

{{/* The schema refuses user labels under app.kubernetes.io/ and helm.sh/, so none can collide with these. */}}
{{- define "workload.podLabels" -}}
{{- include "workload.selectorLabels" . }}
app.kubernetes.io/component: {{ .Values.kind }}
app.kubernetes.io/part-of: {{ .Values.partOf | quote }}
app.kubernetes.io/version: {{ include "workload.version" . | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The chart's version is on objects only: on pods it would restart every workload at each release of the chart. */}}
{{- define "workload.labels" -}}
{{ include "workload.podLabels" . }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* metadata of an object that carries the workload's own name */}}
{{- define "workload.metadata" -}}
name: {{ .Values.name | quote }}
namespace: {{ .Release.Namespace | quote }}
labels:
  {{- include "workload.labels" . | nindent 2 }}
{{- end }}

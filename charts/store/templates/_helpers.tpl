{{- define "store.selectorLabels" -}}
app.kubernetes.io/name: store
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "store.labels" -}}
{{ include "store.selectorLabels" . }}
app.kubernetes.io/component: store
app.kubernetes.io/part-of: {{ .Values.partOf | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* .root, .name */}}
{{- define "store.metadata" -}}
name: {{ .name | quote }}
namespace: {{ .root.Release.Namespace | quote }}
labels:
  {{- include "store.labels" .root | nindent 2 }}
{{- end }}

{{/* Hard-coded on purpose: no value reaches these but the user id, and the schema keeps that at 1000 or above. */}}
{{- define "store.userId" -}}
{{ .Values.runAsUser | default 10001 | int64 }}
{{- end }}

{{- define "store.containerSecurityContext" -}}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: {{ include "store.userId" . }}
runAsGroup: {{ include "store.userId" . }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "pool.selectorLabels" -}}
app.kubernetes.io/name: pool
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "pool.labels" -}}
{{ include "pool.selectorLabels" . }}
app.kubernetes.io/component: pool
app.kubernetes.io/part-of: {{ .Values.partOf | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
slipway/store: {{ .Values.store | quote }}
{{- end }}

{{/* Another one, with secrets read anew, for each change of who comes by it, of a password or of the certificate. */}}
{{- define "pool.secrets" -}}
{{ .Release.Name }}-{{ toJson (list .Values.logins .Values.certificate .Values.certificateVersion) | sha256sum | trunc 10 }}
{{- end }}

{{/* .root, .name */}}
{{- define "pool.metadata" -}}
name: {{ .name | quote }}
namespace: {{ .root.Release.Namespace | quote }}
labels:
  {{- include "pool.labels" .root | nindent 2 }}
{{- end }}

{{/* Hard-coded on purpose: no value reaches these but the user id, and the schema keeps that at 1000 or above. */}}
{{- define "pool.userId" -}}
{{ .Values.runAsUser | default 10001 | int64 }}
{{- end }}

{{- define "pool.containerSecurityContext" -}}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: {{ include "pool.userId" . }}
runAsGroup: {{ include "pool.userId" . }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "roles.name" -}}
{{ .Release.Name }}
{{- end }}

{{- define "roles.selectorLabels" -}}
app.kubernetes.io/name: {{ include "roles.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "roles.labels" -}}
{{ include "roles.selectorLabels" . }}
app.kubernetes.io/component: roles
app.kubernetes.io/part-of: {{ .Values.partOf | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
slipway/store: {{ .Values.store | quote }}
{{- end }}

{{/* What is run: another one, with secrets read anew, for each change of roles, passwords or scripts. */}}
{{- define "roles.version" -}}
{{- $files := dict }}
{{- range $path, $_ := .Files.Glob "files/*" }}{{ $_ := set $files $path ($.Files.Get $path) }}{{ end }}
{{- toJson (list .Values $files) | sha256sum | trunc 10 }}
{{- end }}

{{- define "roles.versioned" -}}
{{ include "roles.name" . }}-{{ include "roles.version" . }}
{{- end }}

{{- define "roles.metadata" -}}
name: {{ .name | quote }}
namespace: {{ .root.Release.Namespace | quote }}
labels:
  {{- include "roles.labels" .root | nindent 2 }}
{{- end }}

{{/* Hard-coded on purpose: no value reaches these but the user id, and the schema keeps that at 1000 or above. */}}
{{- define "roles.userId" -}}
{{ .Values.runAsUser | default 10001 | int64 }}
{{- end }}

{{- define "roles.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: {{ include "roles.userId" . }}
runAsGroup: {{ include "roles.userId" . }}
fsGroup: {{ include "roles.userId" . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "roles.containerSecurityContext" -}}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: {{ include "roles.userId" . }}
runAsGroup: {{ include "roles.userId" . }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

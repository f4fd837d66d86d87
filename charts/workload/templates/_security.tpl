{{/* Hard-coded on purpose: no value reaches these but the user id, and the schema keeps that at 1000 or above. */}}
{{/* Helm drops a key set to null before it validates: without the fallback that would mean user 0. */}}
{{- define "workload.userId" -}}
{{ .Values.runAsUser | default 10001 | int64 }}
{{- end }}

{{- define "workload.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: {{ include "workload.userId" . }}
runAsGroup: {{ include "workload.userId" . }}
fsGroup: {{ include "workload.userId" . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "workload.containerSecurityContext" -}}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: {{ include "workload.userId" . }}
runAsGroup: {{ include "workload.userId" . }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

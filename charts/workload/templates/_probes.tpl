{{/*
Defaults that differ by probe, so that the two never say the same. Readiness takes a pod out of service within 15 s;
liveness restarts it only after a minute, and the start-up probe gives it 2 minutes before either counts.
*/}}
{{- define "workload.probeDefaults" -}}
startup: { periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 60 }
readiness: { periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 }
liveness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }
{{- end }}

{{/*
The probes of one container: .given, and .port where it serves one (web), which then has all three. Any other has those
that are given. By HTTP, by gRPC's own health service, by opening a connection, or by a command. A gRPC probe takes a
port's number only, no name.
*/}}
{{- define "workload.probes" -}}
{{- $given := .given | default dict -}}
{{- $web := .port -}}
{{- range $name, $default := include "workload.probeDefaults" . | fromYaml -}}
{{- if or $web (hasKey $given $name) -}}
{{- $probe := mergeOverwrite $default (deepCopy (get $given $name | default dict)) }}
{{ $name }}Probe:
  {{- if $probe.command }}
  exec:
    command:
      {{- toYaml $probe.command | nindent 6 }}
  {{- else if eq ($probe.protocol | default "http") "grpc" }}
  grpc:
    port: {{ $probe.port | default $web | int64 }}
  {{- else if eq ($probe.protocol | default "http") "tcp" }}
  tcpSocket:
    port: {{ $probe.port | default "http" }}
  {{- else }}
  httpGet:
    path: {{ $probe.path | default "/health" | quote }}
    port: {{ $probe.port | default "http" }}
  {{- end }}
  periodSeconds: {{ int64 $probe.periodSeconds }}
  timeoutSeconds: {{ int64 $probe.timeoutSeconds }}
  failureThreshold: {{ int64 $probe.failureThreshold }}
{{- end -}}
{{- end -}}
{{- end }}

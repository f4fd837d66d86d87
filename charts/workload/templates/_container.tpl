{{- define "workload.image" -}}
{{- .Values.image.repository -}}
{{- with .Values.image.tag }}:{{ . }}{{ end -}}
{{- with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end }}

{{/* The port Prometheus scrapes: "http" where metrics share the web port, which may be named once only. */}}
{{- define "workload.metricsPortName" -}}
{{- if and (eq .Values.kind "web") (eq (int .Values.metrics.port) (int .Values.port)) -}}http{{- else -}}metrics{{- end -}}
{{- end }}

{{/* Seconds that a web pod serves on after its end began; Kubernetes counts them as part of the grace period. */}}
{{- define "workload.preStopSleep" -}}
{{- eq .Values.kind "web" | ternary .Values.shutdown.preStopSleepSeconds 0 -}}
{{- end }}

{{- define "workload.container" -}}
name: {{ .containerName | default .Values.name | quote }}
image: {{ include "workload.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- with .Values.command }}
command:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.args }}
args:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if or .Values.env .Values.secretEnv }}
env:
  {{- range $name, $value := .Values.env }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
  {{- range $name, $_ := .Values.secretEnv }}
  - name: {{ $name }}
    valueFrom:
      secretKeyRef:
        name: {{ include "workload.secretName" $ }}
        key: {{ $name }}
  {{- end }}
{{- end }}
{{- if or .Values.port .Values.metrics }}
ports:
  {{- with .Values.port }}
  - name: http
    containerPort: {{ int64 . }}
    protocol: TCP
  {{- end }}
  {{- if and .Values.metrics (eq (include "workload.metricsPortName" .) "metrics") }}
  - name: metrics
    containerPort: {{ int64 .Values.metrics.port }}
    protocol: TCP
  {{- end }}
{{- end }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
{{- /* The end of the log stands in the pod's status, where it outlives the container. */}}
terminationMessagePolicy: FallbackToLogsOnError
{{- include "workload.probes" . }}
{{- /* Endpoints forget a pod some seconds after its end begins: keep serving until then. */}}
{{- with include "workload.preStopSleep" . | int64 }}
lifecycle:
  preStop:
    sleep:
      seconds: {{ . }}
{{- end }}
securityContext:
  {{- include "workload.containerSecurityContext" . | nindent 2 }}
{{- with .Values.tmp }}
volumeMounts:
  {{- range $i, $tmp := . }}
  - name: tmp-{{ $i }}
    mountPath: {{ $tmp.path | quote }}
  {{- end }}
{{- end }}
{{- end }}

{{/* An image by its values. */}}
{{- define "workload.imageOf" -}}
{{- .repository -}}
{{- with .tag }}:{{ . }}{{ end -}}
{{- with .digest }}@{{ . }}{{ end -}}
{{- end }}

{{- define "workload.image" -}}
{{- include "workload.imageOf" .Values.image -}}
{{- end }}

{{/* The port Prometheus scrapes: "http" where metrics share the web port, which may be named once only. */}}
{{- define "workload.metricsPortName" -}}
{{- if and (eq .Values.kind "web") (eq (int .Values.metrics.port) (int .Values.port)) -}}http{{- else -}}metrics{{- end -}}
{{- end }}

{{/*
Seconds that a pod goes on before SIGTERM once its end began; Kubernetes counts them as part of the grace period. A web
pod serves on meanwhile; a pod with a preStop command of its own runs that.
*/}}
{{- define "workload.preStopSeconds" -}}
{{- if or (eq .Values.kind "web") .Values.shutdown.preStopCommand }}{{ .Values.shutdown.preStopSleepSeconds }}{{ else }}0{{ end -}}
{{- end }}

{{/* One variable from a secret: by way of External Secrets, or straight from a Secret that is there already. */}}
{{- define "workload.secretVariable" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      {{- if .entry.kubernetesSecret }}
      name: {{ .entry.kubernetesSecret | quote }}
      key: {{ .entry.key | quote }}
      {{- else }}
      name: {{ include "workload.secretName" .root }}
      key: {{ .name }}
      {{- end }}
{{- end }}

{{/* The workload's own container. */}}
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
  {{- range $name, $entry := .Values.secretEnv }}
  {{- include "workload.secretVariable" (dict "root" $ "name" $name "entry" $entry) | nindent 2 }}
  {{- end }}
{{- end }}
{{- if or .Values.port .Values.metrics }}
ports:
  {{- with .Values.port }}
  - name: http
    containerPort: {{ int64 . }}
    protocol: TCP
  {{- end }}
  {{- range $name, $port := .Values.ports }}
  - name: {{ $name }}
    containerPort: {{ int64 $port }}
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
{{- include "workload.probes" (dict "given" .Values.probes "port" .Values.port) }}
{{- /* Endpoints forget a pod some seconds after its end begins: keep serving until then. */}}
{{- if .Values.shutdown.preStopCommand }}
lifecycle:
  preStop:
    exec:
      command:
        {{- toYaml .Values.shutdown.preStopCommand | nindent 8 }}
{{- else }}
{{- with include "workload.preStopSeconds" . | int64 }}
lifecycle:
  preStop:
    sleep:
      seconds: {{ . }}
{{- end }}
{{- end }}
securityContext:
  {{- include "workload.containerSecurityContext" . | nindent 2 }}
{{- $mounts := include "workload.volumeMounts" . | trim }}
{{- if or $mounts .Values.permissions }}
volumeMounts:
  {{- with $mounts }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- if .Values.permissions }}
  {{- include "workload.tokenMount" . | nindent 2 }}
  {{- end }}
{{- end }}
{{- end }}

{{/*
A container beside the workload's own: .root and .it. It is as hard as the other, and sees the same files and volumes.
With .sidecar it is a native one (an init container that runs on): ready before the workload's own container starts, and
ended after it, which holds for jobs too. Kubernetes has these since 1.29, so every version that the chart allows does.
*/}}
{{- define "workload.extraContainer" -}}
{{- $root := .root -}}
{{- $it := .it -}}
{{- $disk := dict "requests" (dict "ephemeral-storage" "64Mi") "limits" (dict "ephemeral-storage" "1Gi") -}}
name: {{ $it.name | quote }}
image: {{ include "workload.imageOf" $it.image | quote }}
imagePullPolicy: {{ $it.image.pullPolicy | default "IfNotPresent" }}
{{- if .sidecar }}
restartPolicy: Always
{{- end }}
{{- with $it.command }}
command:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $it.args }}
args:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if or $it.env $it.inherits }}
env:
  {{- range $name, $value := $it.env }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
  {{- range $name := $it.inherits }}
  {{- if hasKey $root.Values.secretEnv $name }}
  {{- include "workload.secretVariable" (dict "root" $root "name" $name "entry" (get $root.Values.secretEnv $name)) | nindent 2 }}
  {{- else if hasKey $root.Values.env $name }}
  - name: {{ $name }}
    value: {{ get $root.Values.env $name | quote }}
  {{- else }}
  {{- fail (printf "%s inherits %s, which is neither in env nor in secretEnv" $it.name $name) }}
  {{- end }}
  {{- end }}
{{- end }}
resources:
  {{- toYaml (mergeOverwrite $disk (deepCopy $it.resources)) | nindent 2 }}
terminationMessagePolicy: FallbackToLogsOnError
{{- include "workload.probes" (dict "given" $it.probes) }}
securityContext:
  {{- include "workload.containerSecurityContext" $root | nindent 2 }}
{{- with include "workload.volumeMounts" $root | trim }}
volumeMounts:
  {{- . | nindent 2 }}
{{- end }}
{{- end }}

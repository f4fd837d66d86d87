{{- define "workload.podAnnotations" -}}
kubectl.kubernetes.io/default-container: {{ .Values.name | quote }}
{{- /* Plain variables are in the pod's spec; those from secrets are not, so a changed reference restarts pods by this. */}}
{{- if .Values.secretEnv }}
checksum/secret-env: {{ include "workload.externalSecretSpec" . | sha256sum }}
{{- end }}
{{- /* A job that a node's consolidation kills starts again from nothing: let it end first. */}}
{{- if has .Values.kind (list "cron" "task") }}
cluster-autoscaler.kubernetes.io/safe-to-evict: "false"
karpenter.sh/do-not-disrupt: "true"
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
  matchLabelKeys: [{{ ternary "rollouts-pod-template-hash" "pod-template-hash" (hasKey $root.Values "progressive") }}]
{{- end }}
{{- end }}

{{/* A pod template: long-running for a Deployment, run to completion for a Job. */}}
{{- define "workload.podTemplate" -}}
{{- $job := has .Values.kind (list "cron" "task") -}}
metadata:
  labels:
    {{- include "workload.podLabels" . | nindent 4 }}
  annotations:
    {{- include "workload.podAnnotations" . | nindent 4 }}
spec:
  serviceAccountName: {{ .Values.name | quote }}
  {{- /* Pod Identity and IRSA project a token of their own; the API server's is never needed. */}}
  automountServiceAccountToken: false
  enableServiceLinks: false
  securityContext:
    {{- include "workload.podSecurityContext" . | nindent 4 }}
  terminationGracePeriodSeconds: {{ add .Values.shutdown.graceSeconds (include "workload.preStopSleep" .) }}
  {{- if $job }}
  restartPolicy: Never
  {{- else }}
  topologySpreadConstraints:
    {{- include "workload.topologySpread" . | trim | nindent 4 }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . | quote }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if .Values.job.before }}
  initContainers:
    {{- range .Values.job.before }}
    - {{ include "workload.container" (dict "Values" (mergeOverwrite (deepCopy $.Values) (dict "command" .command "args" list)) "containerName" .name) | nindent 6 | trim }}
    {{- end }}
  {{- end }}
  containers:
    - {{ include "workload.container" . | nindent 6 | trim }}
  {{- with .Values.tmp }}
  volumes:
    {{- range $i, $tmp := . }}
    - name: tmp-{{ $i }}
      emptyDir:
        sizeLimit: {{ $tmp.sizeLimit }}
    {{- end }}
  {{- end }}
{{- end }}

{{/* A Job's spec, of a task or of each run of a cron job. */}}
{{- define "workload.jobSpec" -}}
backoffLimit: {{ int64 .Values.job.backoffLimit }}
activeDeadlineSeconds: {{ int64 .Values.job.activeDeadlineSeconds }}
{{- /* A drained node is no failure of the job's. */}}
podFailurePolicy:
  rules:
    - action: Ignore
      onPodConditions:
        - type: DisruptionTarget
          status: "True"
template:
  {{- include "workload.podTemplate" . | nindent 2 }}
{{- end }}

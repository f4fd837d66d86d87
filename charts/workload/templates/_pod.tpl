{{- define "workload.podAnnotations" -}}
kubectl.kubernetes.io/default-container: {{ .Values.name | quote }}
{{- /* Plain variables are in the pod's spec; those from secrets are not, so a changed reference restarts pods by this. */}}
{{- if include "workload.fetched" . }}
checksum/secret-env: {{ include "workload.externalSecretSpec" . | sha256sum }}
{{- end }}
{{- /* Nor is what a Secret or a file holds. */}}
{{- with .Values.secretVersions }}
checksum/secret-versions: {{ toJson . | sha256sum }}
{{- end }}
{{- if .Values.files }}
checksum/files: {{ include "workload.filesData" . | sha256sum }}
{{- end }}
{{- with include "workload.trustData" . | trim }}
checksum/trust: {{ . | sha256sum }}
{{- end }}
{{- /* A job that a node's consolidation kills starts again from nothing: let it end first. */}}
{{- if has .Values.kind (list "cron" "task") }}
cluster-autoscaler.kubernetes.io/safe-to-evict: "false"
karpenter.sh/do-not-disrupt: "true"
{{- end }}
{{- end }}

{{/* A pod template: long-running for a Deployment or StatefulSet, run to completion for a Job. */}}
{{- define "workload.podTemplate" -}}
{{- $job := has .Values.kind (list "cron" "task") -}}
metadata:
  labels:
    {{- include "workload.podLabels" . | nindent 4 }}
  annotations:
    {{- include "workload.podAnnotations" . | nindent 4 }}
spec:
  serviceAccountName: {{ .Values.name | quote }}
  {{- /* Pod Identity and IRSA project a token of their own, and so do permissions: the API server's is never mounted. */}}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . | quote }}
    {{- end }}
  {{- end }}
  securityContext:
    {{- include "workload.podSecurityContext" . | nindent 4 }}
  terminationGracePeriodSeconds: {{ add .Values.shutdown.graceSeconds (include "workload.preStopSeconds" .) }}
  {{- if $job }}
  restartPolicy: Never
  {{- else if ne .Values.kind "scheduler" }}
  topologySpreadConstraints:
    {{- include "workload.topologySpread" . | trim | nindent 4 }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . | quote }}
  {{- end }}
  {{- with include "workload.affinity" . | trim }}
  affinity:
    {{- . | nindent 4 }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with include "workload.tolerations" . | trim }}
  tolerations:
    {{- . | nindent 4 }}
  {{- end }}
  {{- if or .Values.init .Values.sidecars .Values.job.before }}
  initContainers:
    {{- /* Sidecars first: what comes after may need the proxy that one of them is. */}}
    {{- range .Values.sidecars }}
    - {{ include "workload.extraContainer" (dict "root" $ "it" . "sidecar" true) | nindent 6 | trim }}
    {{- end }}
    {{- range .Values.init }}
    - {{ include "workload.extraContainer" (dict "root" $ "it" .) | nindent 6 | trim }}
    {{- end }}
    {{- range .Values.job.before }}
    - {{ include "workload.container" (dict "Values" (mergeOverwrite (deepCopy $.Values) (dict "command" .command "args" list)) "containerName" .name) | nindent 6 | trim }}
    {{- end }}
  {{- end }}
  containers:
    - {{ include "workload.container" . | nindent 6 | trim }}
  {{- with include "workload.volumes" . | trim }}
  volumes:
    {{- . | nindent 4 }}
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

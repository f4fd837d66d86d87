{{- define "backup.selectorLabels" -}}
app.kubernetes.io/name: {{ .name | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
{{- end }}

{{- define "backup.labels" -}}
{{ include "backup.selectorLabels" . }}
app.kubernetes.io/component: {{ .component | default "backup" }}
app.kubernetes.io/part-of: {{ .root.Values.partOf | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "backup.metadata" -}}
name: {{ .name | quote }}
namespace: {{ .root.Release.Namespace | quote }}
labels:
  {{- include "backup.labels" . | nindent 2 }}
{{- end }}

{{/* Hard-coded on purpose: no value reaches these but the user id, and the schema keeps that at 1000 or above. */}}
{{- define "backup.userId" -}}
{{ .Values.runAsUser | default 10001 | int64 }}
{{- end }}

{{- define "backup.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: {{ include "backup.userId" . }}
runAsGroup: {{ include "backup.userId" . }}
fsGroup: {{ include "backup.userId" . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "backup.containerSecurityContext" -}}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: {{ include "backup.userId" . }}
runAsGroup: {{ include "backup.userId" . }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* rclone's remote, in variables. */}}
{{- define "backup.target" -}}
- name: TARGET
  value: {{ printf "target:%s" .Values.target.bucket | quote }}
{{- range $key, $value := .Values.target.options }}
- name: RCLONE_CONFIG_TARGET_{{ $key | upper }}
  value: {{ $value | quote }}
{{- end }}
{{- if .Values.target.secret }}
- name: RCLONE_CONFIG_TARGET_ACCESS_KEY_ID
  valueFrom: { secretKeyRef: { name: backup-target, key: accessKeyId } }
- name: RCLONE_CONFIG_TARGET_SECRET_ACCESS_KEY
  valueFrom: { secretKeyRef: { name: backup-target, key: secretAccessKey } }
{{- end }}
{{- end }}

{{/* How a store is reached: .name and .store, as .account */}}
{{- define "backup.connection" -}}
{{- $secret := printf "%s-login-%s" .name .account -}}
{{- if eq .store.kind "postgres" }}
- name: PGHOST
  value: {{ .store.host | quote }}
- name: PGPORT
  value: {{ .store.port | toString | quote }}
- name: PGDATABASE
  value: {{ .store.database | quote }}
- name: PGSSLMODE
  value: {{ .store.sslMode | quote }}
{{- with .store.ca }}
- name: PGSSLROOTCERT
  value: /trust/ca.pem
{{- end }}
- name: PGUSER
  valueFrom: { secretKeyRef: { name: {{ $secret }}, key: username } }
- name: PGPASSWORD
  valueFrom: { secretKeyRef: { name: {{ $secret }}, key: password } }
{{- else if eq .store.kind "mongodb" }}
- name: MONGODB_HOST
  value: {{ .store.host | quote }}
{{- if not .store.srv }}
- name: MONGODB_PORT
  value: {{ .store.port | toString | quote }}
{{- end }}
- name: MONGODB_DATABASE
  value: {{ .store.database | quote }}
- name: MONGODB_OPTIONS
  value: {{ .store.options | default "" | quote }}
{{- with .store.ca }}
- name: MONGODB_CA_FILE
  value: /trust/ca.pem
{{- end }}
- name: MONGODB_USERNAME
  valueFrom: { secretKeyRef: { name: {{ $secret }}, key: username } }
- name: MONGODB_PASSWORD
  valueFrom: { secretKeyRef: { name: {{ $secret }}, key: password } }
{{- else }}
- name: REDIS_HOST
  value: {{ .store.host | quote }}
- name: REDIS_PORT
  value: {{ .store.port | toString | quote }}
- name: REDIS_SCHEME
  value: {{ ternary "rediss" "redis" (ne .store.sslMode "disable") | quote }}
- name: REDIS_PASSWORD
  valueFrom: { secretKeyRef: { name: {{ $secret }}, key: password } }
{{- end }}
{{- end }}

{{/*
A CronJob: .root, .name, .store, .storeName, .script, .account, .schedule, .suspend, .env. Those that are suspended are
what people start: `kubectl create job --from`.
*/}}
{{- define "backup.cronjob" -}}
{{- $root := .root -}}
apiVersion: batch/v1
kind: CronJob
metadata:
  {{- include "backup.metadata" (dict "root" $root "name" .name "component" .account) | nindent 2 }}
spec:
  schedule: {{ .schedule | quote }}
  timeZone: Etc/UTC
  suspend: {{ .suspend }}
  # The lock in the bucket holds across all of a store's jobs; this keeps a slow one from piling up.
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 1800
  successfulJobsHistoryLimit: 2
  failedJobsHistoryLimit: 3
  jobTemplate:
    metadata:
      labels:
        {{- include "backup.labels" (dict "root" $root "name" .name "component" .account) | nindent 8 }}
    spec:
      backoffLimit: 0
      activeDeadlineSeconds: {{ int64 .store.deadlineSeconds }}
      ttlSecondsAfterFinished: 604800
      podFailurePolicy:
        rules:
          - action: Ignore
            onPodConditions:
              - type: DisruptionTarget
                status: "True"
      template:
        metadata:
          labels:
            {{- include "backup.labels" (dict "root" $root "name" .name "component" .account) | nindent 12 }}
            slipway/store: {{ .storeName | quote }}
          annotations:
            karpenter.sh/do-not-disrupt: "true"
            cluster-autoscaler.kubernetes.io/safe-to-evict: "false"
        spec:
          serviceAccountName: {{ .account }}
          automountServiceAccountToken: false
          enableServiceLinks: false
          restartPolicy: Never
          terminationGracePeriodSeconds: 60
          securityContext:
            {{- include "backup.podSecurityContext" $root | nindent 12 }}
          initContainers:
            # One static binary, from its makers' image into that of the store's own client.
            - name: tools
              image: {{ $root.Values.images.rclone | quote }}
              imagePullPolicy: IfNotPresent
              command: [cp, /usr/local/bin/rclone, /tools/rclone]
              resources:
                requests: { cpu: 50m, memory: 32Mi, ephemeral-storage: 128Mi }
                limits: { memory: 128Mi, ephemeral-storage: 256Mi }
              securityContext:
                {{- include "backup.containerSecurityContext" $root | nindent 16 }}
              volumeMounts:
                - { name: tools, mountPath: /tools }
          containers:
            - name: {{ .account }}
              image: {{ .store.image | quote }}
              imagePullPolicy: IfNotPresent
              command: [bash, {{ printf "/scripts/%s.sh" .script | quote }}]
              env:
                - name: STORE
                  value: {{ .storeName | quote }}
                - name: KIND
                  value: {{ .store.kind | quote }}
                - name: TOOLS
                  value: /tools
                - name: WORK
                  value: /work
                - name: WORK_SIZE
                  value: {{ $root.Values.workSize | quote }}
                - name: HOME
                  value: /work
                - name: ROWS
                  value: {{ .store.rows | quote }}
                - name: DEADLINE_SECONDS
                  value: {{ .store.deadlineSeconds | int64 | toString | quote }}
                {{- range $name, $value := .env }}
                - name: {{ $name }}
                  value: {{ $value | quote }}
                {{- end }}
                {{- include "backup.target" $root | nindent 16 }}
                {{- include "backup.connection" (dict "name" .storeName "store" .store "account" .account) | nindent 16 }}
              resources:
                {{- toYaml $root.Values.resources | nindent 16 }}
              terminationMessagePolicy: FallbackToLogsOnError
              securityContext:
                {{- include "backup.containerSecurityContext" $root | nindent 16 }}
              volumeMounts:
                - { name: scripts, mountPath: /scripts, readOnly: true }
                - { name: tools, mountPath: /tools, readOnly: true }
                - { name: work, mountPath: /work }
                - { name: tmp, mountPath: /tmp }
                {{- if .store.ca }}
                - { name: trust, mountPath: /trust, readOnly: true }
                {{- end }}
          volumes:
            - name: scripts
              configMap: { name: {{ include "backup.scripts" $root }}, defaultMode: 0555 }
            {{- with .store.ca }}
            - name: trust
              {{- if .pem }}
              configMap: { name: {{ $.storeName }}-trust }
              {{- else }}
              secret: { secretName: {{ $.storeName }}-login-{{ $.account }}, items: [{ key: ca.pem, path: ca.pem }], defaultMode: 0440 }
              {{- end }}
            {{- end }}
            - name: tools
              emptyDir: { sizeLimit: 256Mi }
            - name: work
              emptyDir: { sizeLimit: {{ $root.Values.workSize }} }
            - name: tmp
              emptyDir: { sizeLimit: 64Mi }
{{- end }}

{{- define "backup.scripts" -}}
{{ .Release.Name }}-scripts
{{- end }}

{{/* What every container of the pod sees: scratch space, volumes, and config files. */}}
{{- define "workload.volumeMounts" -}}
{{- range $i, $tmp := .Values.tmp }}
- name: tmp-{{ $i }}
  mountPath: {{ $tmp.path | quote }}
{{- end }}
{{- range $name, $volume := .Values.volumes }}
- name: volume-{{ $name }}
  mountPath: {{ $volume.path | quote }}
{{- end }}
{{- range $i, $path := keys .Values.files | sortAlpha }}
- name: files
  mountPath: {{ $path | quote }}
  subPath: file-{{ $i }}
  readOnly: true
{{- end }}
{{- if .Values.trust }}
- name: trust
  mountPath: /etc/slipway/trust
  readOnly: true
{{- end }}
{{- end }}

{{- define "workload.volumes" -}}
{{- range $i, $tmp := .Values.tmp }}
- name: tmp-{{ $i }}
  emptyDir:
    sizeLimit: {{ $tmp.sizeLimit }}
{{- end }}
{{- range $name, $_ := .Values.volumes }}
- name: volume-{{ $name }}
  persistentVolumeClaim:
    claimName: {{ printf "%s-%s" $.Values.name $name | quote }}
{{- end }}
{{- if .Values.files }}
- name: files
  configMap:
    name: {{ include "workload.filesName" . | quote }}
{{- end }}
{{- if .Values.trust }}
- name: trust
  projected:
    sources:
      {{- range $name, $from := .Values.trust }}
      {{- if $from.pem }}
      - configMap:
          name: {{ include "workload.trustName" $ | quote }}
          items:
            - { key: {{ $name }}.pem, path: {{ $name }}.pem }
      {{- else }}
      - secret:
          name: {{ include "workload.secretName" $ }}
          items:
            - { key: trust.{{ $name }}, path: {{ $name }}.pem }
      {{- end }}
      {{- end }}
{{- end }}
{{- if .Values.permissions }}
{{ include "workload.tokenVolume" . }}
{{- end }}
{{- end }}

{{/* What a mounted token would be, but for an hour at a time, and only where the API server is asked. */}}
{{- define "workload.tokenVolume" -}}
- name: kubernetes-api
  projected:
    sources:
      - serviceAccountToken:
          path: token
          expirationSeconds: 3600
      - configMap:
          name: kube-root-ca.crt
          items:
            - key: ca.crt
              path: ca.crt
      - downwardAPI:
          items:
            - path: namespace
              fieldRef:
                fieldPath: metadata.namespace
{{- end }}

{{- define "workload.tokenMount" -}}
- name: kubernetes-api
  mountPath: /var/run/secrets/kubernetes.io/serviceaccount
  readOnly: true
{{- end }}

{{- define "workload.filesName" -}}
{{ .Values.name }}-files
{{- end }}

{{/* The data of the ConfigMap: a key may hold no slash, so files are numbered in the order of their paths. */}}
{{- define "workload.filesData" -}}
{{- range $i, $path := keys .Values.files | sortAlpha }}
file-{{ $i }}: {{ get $.Values.files $path | quote }}
{{- end }}
{{- end }}

{{- define "workload.trustName" -}}
{{ .Values.name }}-trust
{{- end }}

{{/* The data of the ConfigMap of certificates that are given as text; empty where none is. */}}
{{- define "workload.trustData" -}}
{{- range $name, $from := .Values.trust }}
{{- with $from.pem }}
{{ $name }}.pem: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* Whether a volume is there that one node at a time can hold: then an old pod must go before a new one can come. */}}
{{- define "workload.heldByOneNode" -}}
{{- range .Values.volumes -}}
{{- if ne (.accessMode | default "ReadWriteOnce") "ReadWriteMany" }}true{{ end -}}
{{- end -}}
{{- end }}

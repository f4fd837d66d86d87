{{/*
Name of the Kubernetes Secret that External Secrets writes for this workload. With versions it is called after them: pods
of a new version then wait for the new Secret, where they could otherwise start with the value that was there before.
*/}}
{{- define "workload.secretName" -}}
{{ .Values.name }}-env
{{- with .Values.secretVersions }}-{{ toJson . | sha256sum | trunc 8 }}{{ end -}}
{{- end }}

{{/* Not empty where External Secrets has anything to fetch: the other variables come from Secrets that are there already. */}}
{{- define "workload.fetched" -}}
{{- range .Values.secretEnv }}{{ if not .kubernetesSecret }}true{{ end }}{{ end -}}
{{- range .Values.trust }}{{ if .secret }}true{{ end }}{{ end -}}
{{- end }}

{{/* An optional controller, Stakater's Reloader, restarts pods when the content of their Secrets changes. */}}
{{- define "workload.restartAnnotations" -}}
{{- if .Values.restartOnSecretChange -}}
annotations:
  secret.reloader.stakater.com/auto: "true"
{{- end -}}
{{- end }}

{{/* One remote reference: .secret and .property, fetched under .as */}}
{{- define "workload.secretData" -}}
- secretKey: {{ .as }}
  remoteRef:
    key: {{ .ref.secret | quote }}
    {{- with .ref.property }}
    property: {{ . | quote }}
    {{- end }}
  {{- with .ref.store }}
  sourceRef:
    storeRef:
      name: {{ .name | quote }}
      kind: {{ .kind | default "ClusterSecretStore" }}
  {{- end }}
{{- end }}

{{/*
The External Secrets template of one variable: .name and .entry. A part is fetched under "<VARIABLE>.<part>", which no
variable's own name can equal, since those hold no dot. urlquery writes a space as "+", which only a query string may.
*/}}
{{- define "workload.secretTemplate" -}}
{{- $name := .name -}}
{{- $entry := .entry -}}
{{- if not $entry.format -}}
{{ printf "{{ index . %q }}" $name }}
{{- else -}}
{{- $plain := $entry.plain | default dict -}}
{{- $text := $entry.format -}}
{{- $escape := ternary "" ` | urlquery | replace "+" "%20"` (eq ($entry.escape | default "url") "none") -}}
{{- range $part := regexFindAll `\{[A-Za-z0-9_]+\}` $entry.format -1 -}}
{{- $key := trimAll "{}" $part -}}
{{- if not (or (hasKey $entry.secrets $key) (hasKey $plain $key)) -}}
{{- fail (printf "secretEnv.%s.format names {%s}, which is neither in secrets nor in plain" $name $key) -}}
{{- end -}}
{{- end -}}
{{- range $key := concat (keys $entry.secrets) (keys $plain) -}}
{{- if not (contains (printf "{%s}" $key) $entry.format) -}}
{{- fail (printf "secretEnv.%s.format does not use {%s}" $name $key) -}}
{{- end -}}
{{- end -}}
{{- range $key, $_ := $entry.secrets -}}
{{- if hasKey $plain $key -}}
{{- fail (printf "secretEnv.%s has {%s} both in secrets and in plain" $name $key) -}}
{{- end -}}
{{- $text = replace (printf "{%s}" $key) (printf `{{ index . %q%s }}` (printf "%s.%s" $name $key) $escape) $text -}}
{{- end -}}
{{- range $key, $value := $plain -}}
{{- $text = replace (printf "{%s}" $key) (kindIs "string" $value | ternary $value ($value | int64 | toString)) $text -}}
{{- end -}}
{{- $text -}}
{{- end -}}
{{- end }}

{{- define "workload.externalSecretSpec" -}}
refreshInterval: {{ .Values.secretRefreshInterval | quote }}
secretStoreRef:
  name: {{ .Values.secretStoreRef.name | quote }}
  kind: {{ .Values.secretStoreRef.kind | default "ClusterSecretStore" }}
target:
  name: {{ include "workload.secretName" . }}
  creationPolicy: Owner
  template:
    engineVersion: v2
    mergePolicy: Replace
    metadata:
      labels:
        {{- include "workload.selectorLabels" . | nindent 8 }}
        app.kubernetes.io/part-of: {{ .Values.partOf | quote }}
    data:
      {{- range $name, $entry := .Values.secretEnv }}
      {{- if not $entry.kubernetesSecret }}
      {{ $name }}: {{ include "workload.secretTemplate" (dict "name" $name "entry" $entry) | quote }}
      {{- end }}
      {{- end }}
      {{- range $name, $from := .Values.trust }}
      {{- if $from.secret }}
      trust.{{ $name }}: {{ printf "{{ index . %q }}" (printf "trust.%s" $name) | quote }}
      {{- end }}
      {{- end }}
data:
  {{- range $name, $entry := .Values.secretEnv }}
  {{- if $entry.format }}
  {{- range $part, $ref := $entry.secrets }}
  {{- include "workload.secretData" (dict "as" (printf "%s.%s" $name $part) "ref" $ref) | nindent 2 }}
  {{- end }}
  {{- else if not $entry.kubernetesSecret }}
  {{- include "workload.secretData" (dict "as" $name "ref" $entry) | nindent 2 }}
  {{- end }}
  {{- end }}
  {{- range $name, $from := .Values.trust }}
  {{- if $from.secret }}
  {{- include "workload.secretData" (dict "as" (printf "trust.%s" $name) "ref" $from) | nindent 2 }}
  {{- end }}
  {{- end }}
{{- end }}

{{/* The Secret with the users of a preview. */}}
{{- define "workload.basicAuthName" -}}
{{ .Values.name }}-basic-auth
{{- end }}

{{/* Seconds of a unit. */}}
{{- define "workload.unitSeconds" -}}
{{- get (dict "Second" 1 "Minute" 60 "Hour" 3600) . -}}
{{- end }}

{{/* One expression: of a list of methods Envoy Gateway 1.9 makes as many equal descriptors, and Envoy refuses them all. */}}
{{- define "workload.limitMethods" -}}
{{- with .methods }}
- type: RegularExpression
  name: ":method"
  value: {{ join "|" . | quote }}
{{- end }}
{{- end }}

{{/*
The rules of one class of requests: one for IPv4 and one for IPv6, each address of which is a client; or one where clients
are told apart by a header. Several paths are one expression, since a rule has one path.
*/}}
{{- define "workload.limitRules" -}}
{{- $limit := . -}}
{{- $byHeader := dig "present" false (.header | default dict) -}}
{{- range ternary (list "") (list "0.0.0.0/0" "::/0") $byHeader }}
- clientSelectors:
    - {{ if $byHeader -}}
      headers:
        - type: Distinct
          name: {{ $limit.header.name }}
        {{- include "workload.limitMethods" $limit | nindent 8 }}
      {{- else -}}
      sourceCIDR:
        type: Distinct
        value: {{ . | quote }}
      {{- if or $limit.header $limit.methods }}
      headers:
        {{- with $limit.header }}
        - type: RegularExpression
          name: {{ .name }}
          value: ".+"
          invert: true
        {{- end }}
        {{- include "workload.limitMethods" $limit | nindent 8 }}
      {{- end }}
      {{- end }}
      {{- with $limit.paths }}
      path:
        {{- if eq (len .) 1 }}
        type: PathPrefix
        value: {{ first . | quote }}
        {{- else }}
        {{- $parts := list }}
        {{- range . }}{{ $parts = append $parts (regexQuoteMeta (trimSuffix "/" .)) }}{{ end }}
        type: RegularExpression
        value: {{ printf "(?:%s)(?:[/?#;].*)?" (join "|" $parts) | quote }}
        {{- end }}
      {{- end }}
  limit:
    requests: {{ int64 $limit.requests }}
    unit: {{ $limit.unit }}
{{- end }}
{{- end }}

{{/*
429 says after how many seconds to come back: when the window of the class that refused begins anew. Which class it was
is seen by its limit, which the gateway has written into the answer; where two have the same, the longer window counts.
*/}}
{{- define "workload.retryAfter" -}}
{{- $windows := dict -}}
{{- range . -}}
{{- $seconds := include "workload.unitSeconds" .unit | int -}}
{{- $known := get $windows (toString (int64 .requests)) | default 0 | int -}}
{{- $_ := set $windows (toString (int64 .requests)) (max $seconds $known) -}}
{{- end -}}
{{- range $requests, $seconds := $windows }}
- match:
    statusCodes:
      - type: Value
        value: 429
    responseHeaders:
      - name: x-ratelimit-limit
        value:
          type: RegularExpression
          value: {{ printf "%s(?:,.*)?" $requests | quote }}
  source: Local
  response:
    header:
      set:
        - name: Retry-After
          value: {{ $seconds | quote }}
{{- end }}
{{- end }}

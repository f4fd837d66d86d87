{{/* What spans several fields, which values.schema.json cannot say. Included once by the service account, which every kind has. */}}
{{- define "workload.checks" -}}
{{- $v := .Values -}}
{{- range $name, $_ := $v.secretEnv -}}
{{- if hasKey $v.env $name -}}
{{- fail (printf "env and secretEnv both set %s: keep one of them" $name) -}}
{{- end -}}
{{- end -}}
{{- with $v.autoscaling -}}
{{- if lt (int .max) (int .min) -}}
{{- fail (printf "autoscaling.max (%d) is below autoscaling.min (%d)" (int .max) (int .min)) -}}
{{- end -}}
{{- end -}}
{{- range dig "triggers" list ($v.autoscaling | default dict) -}}
{{- range .secrets -}}
{{- if not (hasKey ($v.secretEnv | default dict) .) -}}
{{- fail (printf "autoscaling.triggers names %s, which secretEnv does not have" .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $weight := 0 -}}
{{- range dig "steps" list ($v.progressive | default dict) -}}
{{- if le (int .weight) $weight -}}
{{- fail "progressive.steps: each must have more traffic than the one before" -}}
{{- end -}}
{{- $weight = int .weight -}}
{{- end -}}
{{- if and $v.job.rollback (gt (len $v.name) 43) -}}
{{- fail (printf "name %s is too long for a task with job.rollback: 43 characters at most" $v.name) -}}
{{- end -}}
{{- if and (eq (toString $v.rollout.maxSurge) "0") (eq (toString $v.rollout.maxUnavailable) "0") -}}
{{- fail "rollout.maxSurge and rollout.maxUnavailable are both 0: no rollout could make a step" -}}
{{- end -}}
{{- $several := or $v.autoscaling (gt (int ($v.replicas | default 0)) 1) -}}
{{- if and $several (include "workload.heldByOneNode" .) -}}
{{- fail "a ReadWriteOnce volume is held by one node, so there can be one pod only: use ReadWriteMany, or replicas: 1" -}}
{{- end -}}
{{- $names := list $v.name -}}
{{- range concat ($v.init | default list) ($v.sidecars | default list) -}}
{{- if has .name $names -}}
{{- fail (printf "two containers are called %s" .name) -}}
{{- end -}}
{{- $names = append $names .name -}}
{{- end -}}
{{- end }}

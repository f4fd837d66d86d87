/**
 * Charts that take the place of Alloy's and the OpenTelemetry Collector's: their pods, config, service accounts and
 * monitors, by the same names and from the same values.
 */

const configMap = (name: string, key: string, content: string): string => `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: {{ .Release.Namespace }} }
data:
  ${key}: {{ ${content} | quote }}
`;

const account = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Values.serviceAccount.name }}
  namespace: {{ .Release.Namespace }}
  annotations: {{ toJson .Values.serviceAccount.annotations }}
automountServiceAccountToken: {{ dig "automountServiceAccountToken" true .Values.serviceAccount }}
`;

const budget = (path: string): string => `{{- with ${path} }}{{- if .enabled }}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: {{ $.Release.Name }}, namespace: {{ $.Release.Namespace }} }
spec:
  maxUnavailable: {{ .maxUnavailable }}
  selector: { matchLabels: { app.kubernetes.io/name: {{ $.Release.Name }}, app.kubernetes.io/instance: {{ $.Release.Name }} } }
{{- end }}{{- end }}
`;

/** Chart path → text. */
export const standInAlloy: Readonly<Record<string, string>> = {
  "values.yaml": "{}\n",
  "templates/config.yaml": configMap("alloy", "config.alloy", "tpl .Values.alloy.configMap.content $"),
  "templates/account.yaml": account,
  "templates/budget.yaml": budget(".Values.controller.podDisruptionBudget"),
  "templates/role.yaml": `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: alloy }
rules: {{ concat .Values.rbac.rules .Values.rbac.clusterRules | toJson }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: alloy }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: alloy }
subjects:
  - { kind: ServiceAccount, name: {{ .Values.serviceAccount.name }}, namespace: {{ .Release.Namespace }} }
`,
  "templates/monitor.yaml": `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: alloy, namespace: {{ .Release.Namespace }} }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: alloy } }
  endpoints: [{ port: http-metrics }]
`,
  "templates/statefulset.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: alloy
  namespace: {{ .Release.Namespace }}
  labels: &labels { app.kubernetes.io/name: alloy, app.kubernetes.io/instance: {{ .Release.Name }} }
spec:
  serviceName: alloy
  replicas: {{ .Values.controller.replicas }}
  podManagementPolicy: Parallel
  selector: { matchLabels: *labels }
  template:
    metadata:
      labels: *labels
      annotations: {{ toJson .Values.controller.podAnnotations }}
    spec:
      serviceAccountName: {{ .Values.serviceAccount.name }}
      securityContext: {{ toJson .Values.global.podSecurityContext }}
      topologySpreadConstraints: {{ toJson .Values.controller.topologySpreadConstraints }}
      containers:
        - name: alloy
          image: docker.io/grafana/alloy:v1.18.1
          args: [run, /etc/alloy/config.alloy, "--storage.path={{ .Values.alloy.storagePath }}", --cluster.enabled=true]
          ports: [{ name: http-metrics, containerPort: 12345 }]
          readinessProbe: { httpGet: { path: /-/ready, port: 12345 } }
          resources: {{ toJson .Values.alloy.resources }}
          securityContext: {{ toJson .Values.alloy.securityContext }}
          volumeMounts:
            - { name: config, mountPath: /etc/alloy }
            {{- toYaml .Values.alloy.mounts.extra | nindent 12 }}
      volumes:
        - { name: config, configMap: { name: alloy } }
        {{- toYaml .Values.controller.volumes.extra | nindent 8 }}
`,
};

/** Chart path → text. */
export const standInCollector: Readonly<Record<string, string>> = {
  "values.yaml": "{}\n",
  "templates/config.yaml": configMap("opentelemetry-collector", "relay", "toYaml .Values.config"),
  "templates/account.yaml": account,
  "templates/budget.yaml": budget(".Values.podDisruptionBudget"),
  "templates/extra.yaml": "{{- range .Values.extraManifests }}\n---\n{{ toYaml . }}\n{{- end }}\n",
  "templates/monitor.yaml": `apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: opentelemetry-collector, namespace: {{ .Release.Namespace }} }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: opentelemetry-collector } }
  podMetricsEndpoints: [{ port: metrics }]
`,
  "templates/service.yaml": `apiVersion: v1
kind: Service
metadata: { name: opentelemetry-collector, namespace: {{ .Release.Namespace }} }
spec:
  selector: { app.kubernetes.io/name: opentelemetry-collector, app.kubernetes.io/instance: {{ .Release.Name }} }
  ports:
    - { name: otlp, port: 4317, targetPort: 4317, appProtocol: grpc }
    - { name: otlp-http, port: 4318, targetPort: 4318 }
`,
  "templates/deployment.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: opentelemetry-collector
  namespace: {{ .Release.Namespace }}
  labels: &labels { app.kubernetes.io/name: opentelemetry-collector, app.kubernetes.io/instance: {{ .Release.Name }} }
spec:
  replicas: {{ .Values.replicaCount }}
  selector: { matchLabels: *labels }
  template:
    metadata:
      labels: *labels
      annotations: { checksum/config: {{ toYaml .Values.config | sha256sum }} }
    spec:
      serviceAccountName: {{ .Values.serviceAccount.name }}
      automountServiceAccountToken: {{ .Values.serviceAccount.automountServiceAccountToken }}
      securityContext: {{ toJson .Values.podSecurityContext }}
      topologySpreadConstraints: {{ toJson .Values.topologySpreadConstraints }}
      containers:
        - name: opentelemetry-collector
          image: {{ .Values.image.repository }}:{{ .Values.image.tag }}
          args: ["--config=/conf/relay.yaml"]
          env: [{ name: MY_POD_IP, valueFrom: { fieldRef: { fieldPath: status.podIP } } }]
          ports: [{ name: otlp, containerPort: 4317 }, { name: otlp-http, containerPort: 4318 }, { name: metrics, containerPort: 8888 }]
          livenessProbe: { httpGet: { path: /, port: 13133 } }
          readinessProbe: { httpGet: { path: /, port: 13133 } }
          resources: {{ toJson .Values.resources }}
          securityContext: {{ toJson .Values.securityContext }}
          volumeMounts: [{ name: config, mountPath: /conf }]
      volumes:
        - { name: config, configMap: { name: opentelemetry-collector, items: [{ key: relay, path: relay.yaml }] } }
`,
};

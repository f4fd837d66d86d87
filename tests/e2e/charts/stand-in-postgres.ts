/** Charts that take the place of CloudNativePG's: the operator's and the plugin's pods, by the same names and values. */

const deployment = (name: string, image: string): string => `apiVersion: v1
kind: ServiceAccount
metadata: { name: ${name}, namespace: {{ .Release.Namespace }} }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: {{ .Release.Namespace }}
  labels: &labels
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/instance: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicaCount }}
  selector: { matchLabels: *labels }
  template:
    metadata: { labels: *labels }
    spec:
      serviceAccountName: ${name}
      priorityClassName: {{ .Values.priorityClassName }}
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      tolerations: {{ toJson .Values.tolerations }}
      containers:
        - name: manager
          image: ${image}
          ports: [{ name: metrics, containerPort: 8080 }]
          readinessProbe: { httpGet: { path: /readyz, port: 9443, scheme: HTTPS } }
          livenessProbe: { httpGet: { path: /healthz, port: 9443, scheme: HTTPS } }
          resources: {{ toJson .Values.resources }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            runAsUser: 10001
            runAsGroup: 10001
            capabilities: { drop: [ALL] }
            seccompProfile: { type: RuntimeDefault }
`;

const monitor = `{{- if .Values.monitoring.podMonitorEnabled }}
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: cloudnative-pg, namespace: {{ .Release.Namespace }} }
spec:
  selector: { matchLabels: { app.kubernetes.io/instance: {{ .Release.Name }} } }
  podMetricsEndpoints: [{ port: metrics }]
{{- end }}
`;

/** Chart path → text. */
export const standInCloudNativePg: Readonly<Record<string, string>> = {
  "values.yaml": "{}\n",
  "templates/deployment.yaml": deployment("cloudnative-pg", "ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0"),
  "templates/monitor.yaml": monitor,
};

/** Chart path → text. */
export const standInBarmanCloud: Readonly<Record<string, string>> = {
  "values.yaml": "{}\n",
  "templates/deployment.yaml": deployment("barman-cloud", "ghcr.io/cloudnative-pg/plugin-barman-cloud:v0.13.0"),
};

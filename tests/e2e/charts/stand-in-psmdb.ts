/** A chart that takes the place of Percona's operator for MongoDB: its pod, by the same names and values. */

const deployment = `apiVersion: v1
kind: ServiceAccount
metadata: { name: psmdb-operator, namespace: {{ .Release.Namespace }} }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: psmdb-operator
  namespace: {{ .Release.Namespace }}
  labels: &labels
    app.kubernetes.io/name: psmdb-operator
    app.kubernetes.io/instance: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicaCount }}
  selector: { matchLabels: *labels }
  template:
    metadata: { labels: *labels }
    spec:
      serviceAccountName: psmdb-operator
      securityContext: {{ toJson .Values.podSecurityContext }}
      tolerations: {{ toJson .Values.tolerations }}
      containers:
        - name: psmdb-operator
          image: percona/percona-server-mongodb-operator:1.22.0
          ports: [{ name: metrics, containerPort: 8080 }, { name: health, containerPort: 8081 }]
          env:
            - { name: WATCH_NAMESPACE, value: {{ .Values.watchNamespace | quote }} }
            - { name: DISABLE_TELEMETRY, value: {{ .Values.disableTelemetry | quote }} }
          readinessProbe: { httpGet: { path: /healthz, port: health } }
          livenessProbe: { httpGet: { path: /healthz, port: health } }
          resources: {{ toJson .Values.resources }}
          securityContext: {{ toJson .Values.securityContext }}
          volumeMounts: [{ name: tmpdir, mountPath: /tmp }]
      volumes: [{ name: tmpdir, emptyDir: {} }]
`;

/** Chart path → text. */
export const standInPsmdb: Readonly<Record<string, string>> = {
  "values.yaml": "{}\n",
  "templates/deployment.yaml": deployment,
};

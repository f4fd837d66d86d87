/** The chart that takes cluster-autoscaler's place: its Deployment, service account and monitor, by the same names. */

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Values.fullnameOverride }}
  namespace: {{ .Release.Namespace }}
  labels: &labels
    app.kubernetes.io/name: aws-cluster-autoscaler
    app.kubernetes.io/instance: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicaCount }}
  selector: { matchLabels: *labels }
  template:
    metadata: { labels: *labels }
    spec:
      serviceAccountName: {{ .Values.rbac.serviceAccount.name }}
      priorityClassName: {{ .Values.priorityClassName }}
      securityContext: {{ toJson .Values.securityContext }}
      tolerations: {{ toJson .Values.tolerations }}
      containers:
        - name: aws-cluster-autoscaler
          image: registry.k8s.io/autoscaling/cluster-autoscaler:v1.35.0
          command:
            - ./cluster-autoscaler
            - --cloud-provider={{ .Values.cloudProvider }}
            - --node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/{{ .Values.autoDiscovery.clusterName }}
            {{- range $name, $value := .Values.extraArgs }}
            - --{{ $name }}={{ $value }}
            {{- end }}
          env:
            - { name: AWS_REGION, value: {{ .Values.awsRegion }} }
          ports:
            - { containerPort: 8085 }
          resources: {{ toJson .Values.resources }}
          securityContext: {{ toJson .Values.containerSecurityContext }}
`;

const serviceAccount = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Values.rbac.serviceAccount.name }}
  namespace: {{ .Release.Namespace }}
  annotations: {{ toJson .Values.rbac.serviceAccount.annotations }}
`;

const serviceMonitor = `{{- if .Values.serviceMonitor.enabled }}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ .Values.fullnameOverride }}
  namespace: {{ .Values.serviceMonitor.namespace }}
spec:
  selector: { matchLabels: { app.kubernetes.io/instance: {{ .Release.Name }} } }
  endpoints: [{ port: http, interval: {{ .Values.serviceMonitor.interval }} }]
{{- end }}
`;

/** Chart path → text. The values are those that Slipway sets; there are no others. */
export const standInAutoscaler: Readonly<Record<string, string>> = {
  "values.yaml": "{}\n",
  "templates/deployment.yaml": deployment,
  "templates/serviceaccount.yaml": serviceAccount,
  "templates/servicemonitor.yaml": serviceMonitor,
};

/** Charts that take the place of real ones: their Deployments, service accounts and monitors, by the same names. */

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

const reloaderDeployment = `{{- $pod := .Values.reloader.deployment }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Values.fullnameOverride }}
  namespace: {{ .Release.Namespace }}
  labels: &labels
    app.kubernetes.io/name: reloader
    app.kubernetes.io/instance: {{ .Release.Name }}
spec:
  replicas: {{ $pod.replicas }}
  selector: { matchLabels: *labels }
  template:
    metadata: { labels: *labels }
    spec:
      serviceAccountName: {{ .Values.fullnameOverride }}
      securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: RuntimeDefault } }
      tolerations: {{ toJson $pod.tolerations }}
      containers:
        - name: reloader
          image: ghcr.io/stakater/reloader:v1.4.21
          args:
            - --log-format={{ .Values.reloader.logFormat }}
            - --reload-strategy={{ .Values.reloader.reloadStrategy }}
            {{- if .Values.reloader.ignoreConfigMaps }}
            - --resources-to-ignore=configmaps
            {{- end }}
            {{- if and .Values.reloader.ignoreJobs .Values.reloader.ignoreCronJobs }}
            - --ignored-workload-types=jobs,cronjobs
            {{- end }}
            {{- if .Values.reloader.isArgoRollouts }}
            - --is-Argo-Rollouts=true
            {{- end }}
            {{- if .Values.reloader.enableHA }}
            - --enable-ha=true
            {{- end }}
          env:
            {{- range $name, $value := $pod.env.open }}
            - { name: {{ $name }}, value: {{ $value }} }
            {{- end }}
          ports:
            - { name: http, containerPort: 9090 }
          readinessProbe: { httpGet: { path: /metrics, port: http } }
          livenessProbe: { httpGet: { path: /live, port: http } }
          resources: {{ toJson $pod.resources }}
          securityContext: {{ toJson $pod.containerSecurityContext }}
          {{- if .Values.reloader.readOnlyRootFileSystem }}
          volumeMounts: [{ name: tmp, mountPath: /tmp }]
          {{- end }}
      volumes: [{ name: tmp, emptyDir: {} }]
`;

const reloaderAccount = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Values.fullnameOverride }}
  namespace: {{ .Release.Namespace }}
`;

const reloaderMonitor = `{{- if .Values.reloader.podMonitor.enabled }}
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ .Values.fullnameOverride }}
  namespace: {{ .Release.Namespace }}
spec:
  selector: { matchLabels: { app.kubernetes.io/instance: {{ .Release.Name }} } }
  podMetricsEndpoints: [{ port: http }]
{{- end }}
`;

const reloaderBudget = `{{- if .Values.reloader.podDisruptionBudget.enabled }}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .Values.fullnameOverride }}
  namespace: {{ .Release.Namespace }}
spec:
  maxUnavailable: {{ .Values.reloader.podDisruptionBudget.maxUnavailable }}
  selector: { matchLabels: { app.kubernetes.io/instance: {{ .Release.Name }} } }
{{- end }}
`;

/** Reloader's: chart path → text. */
export const standInReloader: Readonly<Record<string, string>> = {
  "values.yaml": "{}\n",
  "templates/deployment.yaml": reloaderDeployment,
  "templates/serviceaccount.yaml": reloaderAccount,
  "templates/podmonitor.yaml": reloaderMonitor,
  "templates/poddisruptionbudget.yaml": reloaderBudget,
};

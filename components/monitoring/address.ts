/** Where Prometheus answers in the cluster: the Service that the kube-prometheus-stack release makes. */
export const prometheusAddress = "http://kube-prometheus-stack-prometheus.monitoring.svc:9090";

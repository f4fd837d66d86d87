import * as kubernetes from "@pulumi/kubernetes";
import { Config } from "@pulumi/pulumi";

const config = new Config();
const provider = new kubernetes.Provider("cluster", { kubeconfig: config.requireSecret("kubeconfig") });

const namespace = new kubernetes.core.v1.Namespace(
  "shop",
  { metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
  { provider },
);

const release = new kubernetes.helm.v3.Release(
  "web",
  {
    name: "web",
    chart: "./chart",
    namespace: namespace.metadata.name,
    atomic: true,
    timeout: 15,
    values: { image: config.require("image") },
  },
  { provider },
);

export const status = release.status.status;

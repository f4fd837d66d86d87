import { output } from "@pulumi/pulumi";
import type { Caller } from "../contracts/addon";
import type { Inputs } from "../contracts/common";
import type { IdentityAgent } from "../contracts/identity";

/** The node's metadata service: it hands out the node's own rights, which no add-on needs. */
const NODE_METADATA = "169.254.169.254/32";

/**
 * A NetworkPolicy for add-ons' pods: they may call the cluster and the world, but neither the data subnets nor the
 * node's metadata service. What comes in is left open: webhooks are called from the control plane, whose addresses
 * cannot be named.
 *
 * @param storePorts ports in the data subnets that they may call after all
 * @param agent where its identity is fetched from, on the node
 * @param releases of the namespace's pods only those of these releases; none: every pod
 */
export function egressPolicy(
  releases: readonly string[],
  dataCidrs: Inputs<string>,
  storePorts: readonly number[] = [],
  agent?: IdentityAgent,
) {
  return {
    podSelector:
      releases.length === 0
        ? {}
        : { matchExpressions: [{ key: "app.kubernetes.io/instance", operator: "In", values: [...releases] }] },
    policyTypes: ["Egress"],
    egress: [
      {
        to: [
          // Pods by their namespace too: some network plugins do not take a range to mean pods.
          { namespaceSelector: {} },
          { ipBlock: { cidr: "0.0.0.0/0", except: output(dataCidrs).apply((cidrs) => [...cidrs, NODE_METADATA]) } },
        ],
      },
      ...(agent ? [{ to: [{ ipBlock: { cidr: agent.cidr } }], ports: [{ protocol: "TCP", port: agent.port }] }] : []),
      ...(storePorts.length > 0
        ? [
            {
              to: output(dataCidrs).apply((cidrs) => cidrs.map((cidr) => ({ ipBlock: { cidr } }))),
              ports: storePorts.map((port) => ({ protocol: "TCP", port })),
            },
          ]
        : []),
    ],
  };
}

const named = (namespace: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
});

/**
 * Pods of the namespace are called by Prometheus and by `callers` alone; kubelets reach their own node's pods whatever it
 * says.
 */
export function ingressPolicy(callers: readonly Caller[]) {
  return {
    podSelector: {},
    policyTypes: ["Ingress"],
    ingress: [
      { from: [named("monitoring")] },
      ...callers.map(({ namespaces, ports }) => ({
        from: namespaces === "all" ? [{ namespaceSelector: {} }] : namespaces.map(named),
        ...(ports && { ports: ports.map((port) => ({ protocol: "TCP", port })) }),
      })),
    ],
  };
}

import { output } from "@pulumi/pulumi";
import type { Opening, PodPeer } from "./values/network";

/** Ways in and out of a namespace as a whole, for pods of which nothing is known beforehand. */
export interface NamespaceNetwork {
  /** Pods elsewhere that may reach `ports`. */
  readonly callers: readonly PodPeer[];
  /** Ports of its pods. */
  readonly ports: readonly number[];
  readonly openings: readonly Opening[];
  /** HTTPS (port 443) to public IPv4 addresses. */
  readonly egressInternet: boolean;
}

/** As in the workload chart: neither private networks (carrier-grade NAT space too) nor the nodes' metadata. */
const publicAddresses = {
  ipBlock: {
    cidr: "0.0.0.0/0",
    except: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"],
  },
};

const inNamespace = (name: string) => ({ matchLabels: { "kubernetes.io/metadata.name": name } });

const peerOf = ({ namespace, labels }: PodPeer) => ({
  podSelector: { matchLabels: { ...labels } },
  ...(namespace !== undefined && { namespaceSelector: inNamespace(namespace) }),
});

const peersOf = ({ cidrs, pods, public: anywhere }: Opening) => {
  if (pods) return [peerOf(pods)];
  if (anywhere) return [publicAddresses];
  return output(cidrs ?? []).apply((ranges) => ranges.map((cidr) => ({ ipBlock: { cidr } })));
};

/** The spec of a NetworkPolicy: pods of the namespace reach one another and DNS, and beyond that what is said. */
export function namespaceTraffic({ callers, ports, openings, egressInternet }: NamespaceNetwork) {
  const dns = ["UDP", "TCP"].map((protocol) => ({ protocol, port: 53 }));
  return {
    podSelector: {},
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      { from: [{ podSelector: {} }] },
      ...(callers.length > 0 && ports.length > 0
        ? [{ from: callers.map(peerOf), ports: ports.map((port) => ({ protocol: "TCP", port })) }]
        : []),
    ],
    egress: [
      { to: [{ podSelector: {} }] },
      { to: [{ namespaceSelector: inNamespace("kube-system") }], ports: dns },
      ...openings.map((opening) => ({
        to: peersOf(opening),
        ports: [
          {
            ...{ protocol: opening.protocol ?? "TCP", port: opening.port },
            ...(opening.endPort !== undefined && { endPort: opening.endPort }),
          },
        ],
      })),
      ...(egressInternet ? [{ to: [publicAddresses], ports: [{ protocol: "TCP", port: 443 }] }] : []),
    ],
  };
}

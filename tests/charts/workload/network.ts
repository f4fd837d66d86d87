/** The NetworkPolicy opens exactly what the values name. */
import { deepEqual, equal } from "node:assert/strict";
import type { Manifest } from "../helm";
import type { Report } from "../report";
import { at, only, podTemplate, render } from "./samples";

const inNamespace = (name: string) => ({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } });
const tcp = (port: number) => [{ protocol: "TCP", port }];
const toCidrs = (port: number, ...cidrs: string[]) => ({
  to: cidrs.map((cidr) => ({ ipBlock: { cidr } })),
  ports: tcp(port),
});
/** A cluster of Atlas, by the addresses of its endpoint: a port for each member. */
const ATLAS = {
  ...toCidrs(1024, "10.0.210.9/32", "10.0.211.9/32"),
  ports: [{ protocol: "TCP", port: 1024, endPort: 65535 }],
};
const DNS = { to: [inNamespace("kube-system")], ports: [{ protocol: "UDP", port: 53 }, ...tcp(53)] };
const IDENTITY_AGENT = toCidrs(80, "169.254.170.23/32");
const INTERNET = {
  to: [
    {
      ipBlock: {
        cidr: "0.0.0.0/0",
        except: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"],
      },
    },
  ],
  ports: tcp(443),
};

function policy(manifests: readonly Manifest[]): { ingress: unknown; egress: unknown } {
  const manifest = only(manifests, "NetworkPolicy");
  const selector = at(manifest, "spec.podSelector.matchLabels") as Record<string, string>;
  const labels = at(podTemplate(manifests), "metadata.labels") as Record<string, string>;
  for (const [key, value] of Object.entries(selector))
    equal(labels[key], value, `the policy misses its pods by ${key}`);
  deepEqual(at(manifest, "spec.policyTypes"), ["Ingress", "Egress"]);
  return { ingress: at(manifest, "spec.ingress"), egress: at(manifest, "spec.egress") };
}

/** Registers every check of this file. */
export function networkTests(report: Report): void {
  report.section("workload: network policy");
  report.check("with nothing opened: DNS out, nothing in", () => {
    deepEqual(policy(render("web-minimal")), { ingress: [], egress: [DNS] });
  });
  report.check("a task reaches the store it is bound to", () => {
    deepEqual(policy(render("task-migration")), { ingress: [], egress: [DNS, toCidrs(5432, "10.0.200.0/24")] });
  });
  report.check("a worker is scraped, has an identity, stores and the Internet", () => {
    deepEqual(policy(render("worker")), {
      ingress: [{ from: [inNamespace("monitoring")], ports: tcp(9090) }],
      egress: [DNS, IDENTITY_AGENT, toCidrs(6379, "10.0.210.0/24"), ATLAS, INTERNET],
    });
  });
  report.check("a web workload with every opening", () => {
    deepEqual(policy(render("web-full")), {
      ingress: [
        { from: [inNamespace("envoy-gateway-system")], ports: tcp(8000) },
        { from: [inNamespace("monitoring")], ports: tcp(9090) },
        {
          from: [{ podSelector: { matchLabels: { "app.kubernetes.io/name": "storefront" } } }],
          ports: [...tcp(8000), ...tcp(9000)],
        },
      ],
      egress: [
        DNS,
        IDENTITY_AGENT,
        toCidrs(5432, "10.0.200.0/24", "10.0.201.0/24"),
        toCidrs(6379, "10.0.210.0/24"),
        {
          to: [{ podSelector: { matchLabels: { "app.kubernetes.io/name": "search" } }, ...inNamespace("search") }],
          ports: tcp(9200),
        },
        { ...INTERNET, ports: tcp(587) },
        INTERNET,
      ],
    });
  });
  report.check("no identity, no agent; no Internet, no 0.0.0.0/0", () => {
    const { egress } = policy(render("worker", { identityAgent: null, network: { egressInternet: false } }));
    deepEqual(egress, [DNS, toCidrs(6379, "10.0.210.0/24"), ATLAS]);
  });
  report.check("UDP where an opening says so", () => {
    const openings = [{ name: "clock", cidrs: ["169.254.169.123/32"], port: 123, protocol: "UDP" }];
    const { egress } = policy(render("cron", { network: { openings } }));
    deepEqual((egress as unknown[])[1], {
      to: [{ ipBlock: { cidr: "169.254.169.123/32" } }],
      ports: [{ protocol: "UDP", port: 123 }],
    });
  });
}

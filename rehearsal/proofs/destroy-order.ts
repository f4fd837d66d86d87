import { typesOf } from "../clouds/shapes";
import type { ResourceRecord } from "../engine/record";
import type { Concern, Proof } from "./proof";

/** Groups of custom resources, and the release whose controller takes their finalizers off: without it they never go. */
const controllers: readonly { readonly group: RegExp; readonly release: string }[] = [
  { group: /(^|\.)cert-manager\.io$/, release: "cert-manager" },
  { group: /^external-secrets\.io$/, release: "external-secrets" },
  { group: /^karpenter(\.k8s\.aws|\.sh)$/, release: "karpenter" },
  { group: /^elbv2\.k8s\.aws$/, release: "aws-load-balancer-controller" },
  { group: /^gateway\.(envoyproxy\.io|networking\.k8s\.io)$/, release: "envoy-gateway" },
  { group: /^monitoring\.coreos\.com$/, release: "prometheus-operator-crds" },
  { group: /^keda\.sh$/, release: "keda" },
  { group: /^argoproj\.io$/, release: "argo-rollouts" },
  { group: /^postgresql\.cnpg\.io$/, release: "cloudnative-pg" },
  { group: /^psmdb\.percona\.com$/, release: "psmdb-operator" },
];

const releaseType = "kubernetes:helm.sh/v3:Release";

/** A destroy that leaves objects without their controller, or pods without nodes, hangs until somebody mends it by hand. */
export const destroyOrder: Proof = {
  name: "destroy-order",
  question: "Does a destroy take everything before what it still needs?",
  look: (graph) => {
    const concerns: Concern[] = [];
    const keep = (later: ResourceRecord, earlier: ResourceRecord, why: string): void => {
      if (later.urn === earlier.urn || graph.waits(later, earlier)) return;
      concerns.push({
        level: "broken",
        subject: later.name,
        message: `may still be there when ${earlier.name} goes: ${why}`,
        mend: `let it depend on ${earlier.name} (dependsOn, or ready() of the component that holds it)`,
      });
    };
    const objects = graph.ofKind("kubernetes:");
    const releases = graph.ofType(releaseType);
    const workloads = releases.filter(isWorkload);
    const pairs = controlled(objects, releases);
    for (const { object, release } of pairs) keep(object, release, "nothing would take its finalizers off");
    const definers = releases.filter(bringsDefinitions);
    for (const workload of workloads)
      for (const release of definers) keep(workload, release, "the definitions of what it renders would go first");
    const places = graph.ofType(...typesOf("places"));
    for (const release of releases)
      for (const place of places) keep(release, place, "its pods would have nothing to run on");
    for (const pool of objects.filter(({ type }) => type.endsWith(":NodePool")))
      for (const workload of workloads) keep(workload, pool, "its nodes would be drained under it");
    return {
      seen: [
        `${pairs.length} custom resources go before the controllers that finish them`,
        `${releases.length} releases go before ${places.length} ${places.length === 1 ? "group" : "groups"} of nodes`,
        `${workloads.length} workloads go before the add-ons that they use`,
      ],
      concerns,
    };
  },
};

function controlled(
  objects: readonly ResourceRecord[],
  releases: readonly ResourceRecord[],
): { object: ResourceRecord; release: ResourceRecord }[] {
  const finishing = releases.filter(bringsDefinitions);
  return objects.flatMap((object) => {
    const controller = controllers.find(({ group }) => group.test(groupOf(object)));
    return finishing
      .filter((release) => controller !== undefined && releaseName(release) === controller.release)
      .map((release) => ({ object, release }));
  });
}

function bringsDefinitions(release: ResourceRecord): boolean {
  return controllers.some((controller) => controller.release === releaseName(release));
}

/** `external-secrets.io` of `kubernetes:external-secrets.io/v1:ExternalSecret`. */
function groupOf({ type }: ResourceRecord): string {
  return type.slice("kubernetes:".length).split("/")[0] ?? "";
}

function releaseName({ inputs }: ResourceRecord): string {
  return typeof inputs["name"] === "string" ? inputs["name"] : "";
}

/** Released from Slipway's own chart of workloads. */
export function isWorkload({ type, inputs }: ResourceRecord): boolean {
  return type === releaseType && String(inputs["chart"]).endsWith("charts/workload");
}

import type { CostLine, CostReport } from "../../rehearsal/cost/report";

/** Something that a document's sum leaves out, or has beside ours: what, and which lines of ours (or dollars of its own). */
type Explanation = readonly [what: string, lines: (line: CostLine) => boolean, share?: number];

export interface Documented {
  /** US dollars a month, from and to, as the system's document says. */
  readonly says: readonly [number, number];
  /** What is beyond the document. Without any, the sum itself is within 15%. */
  readonly beyond: readonly Explanation[];
  /** What is reserved for a year: parts of the names of the report's commitments. @default nothing */
  readonly reserved?: RegExp;
  /** Said where even that does not meet: the document gives a sum without its lines. */
  readonly unexplained?: string;
}

const of =
  (part: CostLine["part"], what: RegExp = /./, resource: RegExp = /./) =>
  (line: CostLine): boolean =>
    line.part === part && what.test(line.what) && resource.test(line.resource);

const controlPlane: Explanation = [
  "EKS's control plane, where the original ran containers without a cluster",
  of("cluster"),
];
const ways: Explanation = [
  "NAT gateways in three zones, with their addresses and data: the document's sum has none",
  of("network", /NAT|IPv4/),
];
const metrics: Explanation = [
  "disks for Prometheus: the original's metrics were CloudWatch's",
  of("storage", /disks of pods/),
];
const addresses: Explanation = ["public IPv4 addresses, which AWS charges for since 2024", of("load balancer", /IPv4/)];

const leather: readonly Explanation[] = [
  controlPlane,
  [
    "three nodes for the platform (gateway, monitoring, scaling): the original paid for its tasks alone",
    of("nodes", /./, /cluster-system$/),
  ],
  ["their detailed metrics", of("logs and metrics", /detailed metrics/)],
  ways,
  ["the cache's second node, which takes over: the document names one", of("caches"), 0.5],
  ["80 of 100 GB of the database's disk: RDS's least is 20", of("databases", /disk/), 0.8],
  metrics,
  addresses,
  [
    "what the CDN, the firewall and DNS take by use: ten million requests a month are assumed, and the document's sum has none",
    of("edge", /requests|data|queries/),
  ],
];

/**
 * Costs that the five systems' documents give, and line by line why ours differ where they do. Ours are list prices of
 * eu-west-1 on demand. RevRx's document gives none.
 */
export const documented: Readonly<Record<string, Documented>> = {
  "leather-api prod": {
    says: [205, 225],
    beyond: leather,
  },
  "leather-api prod saved": {
    says: [150, 150],
    // Spot workers are on the bill already; tiers of the media bucket save cents at its size.
    reserved: /databases|caches/,
    beyond: [
      ...leather,
      ["a key of its own for each store, log and secret", of("keys and secrets")],
      ["rule sets of the firewall: the document names none", of("edge", /rules/)],
      ["dumps and their copies in another region, beside RDS's own backups", of("storage", /./, /backups/)],
      ["logs of the control plane, the network and the stores", of("logs and metrics", /logs taken in/)],
      ["disks of workloads' nodes: tasks of the original come with theirs", of("nodes", /disks/, /nodepool/)],
    ],
  },
  "sergas dev": {
    says: [200, 200],
    beyond: [controlPlane, ["the second of two nodes: the platform outlives one", of("nodes"), 0.5]],
  },
  "sergas staging": { says: [500, 500], beyond: [] },
  "sergas prod": {
    says: [1500, 1500],
    beyond: [],
    unexplained:
      "the document gives a sum without lines; its named parts come to less by list price, also with every workload at its most",
  },
  "spirit-tours prod": {
    says: [892, 892],
    beyond: [
      controlPlane,
      ways,
      metrics,
      ["keys and secrets, which the document's lines have not", of("keys and secrets")],
    ],
  },
  "rez-merchant prod": { says: [725, 1025], beyond: [] },
};

/** What is left of a bill once the explanations, and what contracts save, are taken off, in dollars. Each must match something. */
export function likeForLike(cost: CostReport, { beyond, reserved }: Documented): number {
  const contracts = cost.commitments.filter(({ what }) => reserved?.test(what));
  if (reserved && contracts.length === 0) throw new Error(`nothing on the bill can be reserved as ${reserved}`);
  const saved = contracts.reduce((sum, { before, after }) => sum + (before - after) / 1e6, 0);
  return beyond.reduce(
    (left, [what, matches, share = 1]) => {
      const lines = cost.lines.filter(matches);
      if (lines.length === 0) throw new Error(`nothing on the bill is "${what}"`);
      return left - lines.reduce((sum, { monthly }) => sum + (monthly.expected / 1e6) * share, 0);
    },
    cost.total.expected / 1e6 - saved,
  );
}

/** How far dollars are outside of a range, as a share of it; 0 within. */
export function outside(usd: number, [from, to]: Documented["says"]): number {
  return usd < from ? 1 - usd / from : usd > to ? usd / to - 1 : 0;
}

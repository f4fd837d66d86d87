import { objectAt, texts } from "../../../proofs/graph";
import { micros } from "../../money";
import type { CostLine, Saving } from "../../report";
import type { CostView } from "../../view";
import { HOURS } from "./shared";

/** Hours a month of twelve hours on each working day. */
const OFFICE_HOURS = 261;

/** Share of objects that nobody asks for within thirty days: what S3 Intelligent-Tiering then moves. An assumption. */
const COLD = 0.6;

type Advice = (view: CostView, lines: readonly CostLine[]) => Saving[];

const saving = (usd: number, what: string, how: string, price?: string): Saving[] =>
  usd >= 1 ? [{ what, how, monthly: micros(usd), ...(price && { price }) }] : [];

/** One way out instead of one in each zone. */
const singleNat: Advice = ({ graph, book }) => {
  const extra = graph.ofType("aws:ec2/natGateway:NatGateway").length - 1;
  const hour = (book.service("nat.hour")?.usd ?? 0) + (book.service("ipv4.hour")?.usd ?? 0);
  return saving(
    extra * hour * HOURS,
    "one NAT gateway instead of one in each zone",
    "network.nat: single",
    "losing its zone takes the way out of all of them",
  );
};

/** A private path to a service, where that is cheaper than the same data through NAT. */
const endpoints: Advice = ({ graph, book, usage }) => {
  const gateways = graph.ofType("aws:ec2/natGateway:NatGateway").length;
  const own = graph
    .ofType("aws:ec2/vpcEndpoint:VpcEndpoint")
    .filter(({ inputs }) => inputs["vpcEndpointType"] === "Interface");
  const [nat, hour, gb] = ["nat.gb", "endpoint.hour", "endpoint.gb"].map((name) => book.service(name)?.usd);
  if (nat === undefined || hour === undefined || gb === undefined || own.length > 0) return [];
  const zones = new Set(graph.ofType("aws:ec2/subnet:Subnet").map(({ inputs }) => inputs["availabilityZone"])).size;
  // Half of what leaves a cluster is, as a rule, images from ECR: two paths carry them.
  const moved = (usage.natGb * gateways) / 2;
  return saving(
    moved * (nat - gb) - 2 * zones * hour * HOURS,
    "images through private paths instead of NAT",
    "network.endpoints: [ecr.api, ecr.dkr]",
  );
};

/** The same size on AWS's own processors, where the list has it. */
const graviton: Advice = ({ graph, book }) => {
  const successor = {
    t3: "t4g",
    t3a: "t4g",
    m5: "m7g",
    m5a: "m7g",
    m6i: "m7g",
    c5: "c7g",
    c6i: "c7g",
    r5: "r7g",
    r6i: "r7g",
  };
  const cheaper = (type: string, price: (of: string) => number | undefined): [string, number] | undefined => {
    const [family = "", size] = type.split(".");
    const next = (successor as Readonly<Record<string, string>>)[family];
    const [now, then] = next ? [price(type), price(`${next}.${size}`)] : [];
    return now !== undefined && then !== undefined ? [`${next}.${size}`, now - then] : undefined;
  };
  const advise = (
    name: string,
    type: string,
    count: number,
    of: (of: string) => number | undefined,
    how: string,
  ): Saving[] => {
    const found = cheaper(type, of);
    return found ? saving(found[1] * count * HOURS, `${name} on Graviton`, `${how}${found[0]}`) : [];
  };
  return [
    ...graph
      .ofType("aws:rds/instance:Instance")
      .flatMap(({ name, inputs }) =>
        advise(
          ...([
            name,
            String(inputs["instanceClass"]).replace(/^db\./, ""),
            inputs["multiAz"] === true ? 2 : 1,
          ] as const),
          ...([(of: string) => book.database(of)?.usd, "instanceClass: db."] as const),
        ),
      ),
    ...graph
      .ofType("aws:elasticache/replicationGroup:ReplicationGroup")
      .flatMap(({ name, inputs }) =>
        advise(
          ...([
            name,
            String(inputs["nodeType"]).replace(/^cache\./, ""),
            Number(inputs["numCacheClusters"] ?? 1),
          ] as const),
          ...([(of: string) => book.cache(of)?.usd, "nodeType: cache."] as const),
        ),
      ),
    ...graph
      .ofType("aws:eks/nodeGroup:NodeGroup")
      .flatMap(({ name, inputs }) =>
        advise(
          ...([
            name,
            texts(inputs, "instanceTypes[]")[0] ?? "",
            Number(objectAt(inputs, "scalingConfig")["desiredSize"]),
          ] as const),
          ...([(of: string) => book.machine(of)?.usd, "instanceTypes: "] as const),
        ),
      ),
  ];
};

/** Valkey takes Redis's place and costs a fifth less. */
const valkey: Advice = ({ graph }, lines) =>
  graph
    .ofType("aws:elasticache/replicationGroup:ReplicationGroup")
    .filter(({ inputs }) => inputs["engine"] === "redis")
    .flatMap(({ name }) => {
      const paid = lines.find(({ resource, part }) => resource === name && part === "caches");
      return saving(
        ((paid?.monthly.expected ?? 0) / 1e6) * 0.2,
        `Valkey instead of Redis for ${name}`,
        "engine: valkey",
      );
    });

const gp3: Advice = ({ book }, lines) =>
  lines
    .filter(({ what }) => /\bgp2\b/.test(what))
    .flatMap(({ resource, price, quantity, part }) => {
      const then = book.service(part === "databases" ? "rds.gp3.gb" : "ebs.gp3.gb")?.usd;
      return then === undefined
        ? []
        : saving((price - then) * quantity.expected, `gp3 disks for ${resource}`, "type gp3");
    });

/** Machines that can be taken away, for what bears it. */
const spot: Advice = ({ book, usage, autoscaler }, lines) => {
  const share = usage.spotShare ?? book.file.spotShare.share;
  const paid = lines
    .filter(
      ({ part, what, unit }) =>
        part === "nodes" && unit === "hours" && !/ spot\b/.test(what) && /beyond the groups/.test(what),
    )
    .reduce((sum, { monthly }) => sum + monthly.expected, 0);
  if (!autoscaler || autoscaler.spot) return [];
  return saving(
    (paid / 1e6) * (1 - share),
    "spot machines for workloads",
    "cluster.capacity: spot",
    "two minutes' notice",
  );
};

/** Objects that nobody asks for move to a cheaper tier by themselves. */
const tiering: Advice = ({ book, graph, usage }) => {
  const [hot, cold] = [book.service("s3.gb")?.usd, book.service("s3.cold.gb")?.usd];
  if (hot === undefined || cold === undefined) return [];
  const tiered = new Set(
    graph
      .ofType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
      .filter(({ inputs }) => texts(inputs, "rules[].transitions[].storageClass").length > 0)
      .map(({ inputs }) => inputs["bucket"]),
  );
  const plain = graph
    .ofType("aws:s3/bucket:Bucket")
    .filter(({ name, inputs }) => !name.endsWith("-logs") && !tiered.has(inputs["bucket"]));
  return saving(
    plain.length * usage.bucketGb * COLD * (hot - cold),
    `cheaper tiers for ${plain.length} buckets`,
    "coldAfterDays: 30",
  );
};

/** A stack that nobody uses at night. */
const schedule: Advice = ({ usage, environment }, lines) => {
  if (environment !== "dev" || usage.nodeHours <= OFFICE_HOURS) return [];
  const paid = lines
    .filter(({ part, unit }) => part === "nodes" && unit === "hours")
    .reduce((sum, { monthly }) => sum + monthly.expected, 0);
  return saving(
    (paid / 1e6) * (1 - OFFICE_HOURS / usage.nodeHours),
    "nodes off at night and on weekends",
    "scale node groups to 0 outside of twelve hours on working days, and say usage.nodeHours: 261",
  );
};

const all: readonly Advice[] = [singleNat, endpoints, graviton, valkey, gp3, spot, tiering, schedule];

/** What would make the bill smaller, most first; each on its own, so that two may not add up. */
export const awsSavings = (view: CostView, lines: readonly CostLine[]): Saving[] =>
  all.flatMap((advise) => advise(view, lines)).sort((a, b) => b.monthly - a.monthly);

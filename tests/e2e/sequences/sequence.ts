/** Random sequences: what a stack goes through, small enough for the real engine. */
import * as fc from "fast-check";
import type { Method } from "../providers/calls";
import type { FaultRule } from "../providers/faults";
import type { Config } from "../stack";

/** A stack's life until the faults end. What comes then is the same for all: {@link import("./run").runSequence}. */
export interface Sequence {
  /** Stateful things cannot be deleted. They stay the same through the sequence then. */
  readonly protect: boolean;
  /** The network was there before; otherwise the stack makes one. */
  readonly adopt: boolean;
  readonly steps: readonly Step[];
}

export type Operation = "up" | "preview" | "refresh" | "destroy";

/** One command, with the config that it finds and the fault that meets it. */
export interface Step {
  readonly operation: Operation;
  readonly settings: Settings;
  readonly fault?: FaultRule;
}

/** The part of the config that steps change. */
export interface Settings {
  readonly compute: "karpenter" | "managed" | "fargate" | "auto";
  readonly logDays: number;
  readonly open: boolean;
  readonly stores: readonly StoreName[];
  readonly secrets: readonly string[];
}

const stores = {
  media: { kind: "bucket" },
  cache: { kind: "redis" },
  db: { kind: "postgres" },
} as const;

export type StoreName = keyof typeof stores;

/** The network that stacks adopt. */
export const adopted = {
  id: "vpc-0abc12345",
  cidr: "10.0.0.0/16",
  privateSubnetIds: ["subnet-0abc12341", "subnet-0abc12342"],
  dataSubnetIds: ["subnet-0abc12343", "subnet-0abc12344"],
  dataCidrs: ["10.0.8.0/24", "10.0.9.0/24"],
};

/** The smallest stack that there is: the foundation alone, so that no Kubernetes is needed. */
export const smallest: Config = {
  ...{ app: "shop", environment: "dev", cloud: "aws", region: "eu-west-1", account: "111111111111" },
  ...{ owner: "team-shop", costCenter: "shop", layer: "foundation" },
};

/** The config of one step. */
export function configOf({ protect, adopt, steps }: Sequence, step: Step): Config {
  const lasting = protect && steps[0] ? steps[0].settings : step.settings;
  const { logDays, open } = step.settings;
  return {
    ...smallest,
    protect,
    network: adopt ? { adopt: adopted } : undefined,
    cluster: { compute: lasting.compute, logDays, publicAccess: open ? ["203.0.113.0/24"] : [] },
    stores: Object.fromEntries(lasting.stores.map((name) => [name, stores[name]])),
    secrets: lasting.secrets,
  };
}

const settings: fc.Arbitrary<Settings> = fc.record({
  compute: fc.oneof(
    { weight: 5, arbitrary: fc.constant("karpenter" as const) },
    { weight: 3, arbitrary: fc.constantFrom("managed" as const, "fargate" as const, "auto" as const) },
  ),
  logDays: fc.constantFrom(7, 14),
  open: fc.boolean(),
  stores: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 4, arbitrary: fc.subarray<StoreName>(["media", "cache"], { minLength: 1 }) },
    { weight: 1, arbitrary: fc.constant<StoreName[]>(["db"]) },
  ),
  secrets: fc.subarray(["payments-key", "webhook"]),
});

/** How far into a command a fault strikes: often early, since not all commands make many calls. */
const nth = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }));

const changing: readonly Method[] = ["Create", "Update", "Delete"];

const fault: fc.Arbitrary<FaultRule> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("fail", "expire"),
    method: fc.constantFrom<Method>(...changing, "Read", "Check", "Diff"),
    nth,
  }),
  fc.record({ kind: fc.constant("partial"), method: fc.constantFrom<Method>("Create", "Update"), nth }),
  fc.record({ kind: fc.constant("lostReply"), method: fc.constantFrom(...changing), nth }),
  // As many as a provider's tries outlast, and more.
  fc.record({
    kind: fc.constantFrom("throttle", "lag"),
    method: fc.constantFrom<Method>(...changing, "Read"),
    nth,
    times: fc.integer({ min: 1, max: 8 }),
  }),
  fc.record({
    kind: fc.constant("crash"),
    method: fc.constantFrom<Method>(...changing, "Read"),
    nth,
    when: fc.constantFrom("before", "after"),
  }),
);

const step = (operation: fc.Arbitrary<Operation>): fc.Arbitrary<Step> =>
  fc.record({ operation, settings, fault }, { requiredKeys: ["operation", "settings"] });

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: fc.constant("up") },
  { weight: 1, arbitrary: fc.constant("preview") },
  { weight: 2, arbitrary: fc.constant("refresh") },
  { weight: 2, arbitrary: fc.constant("destroy") },
);

/** Every stack begins with an up; then come up to two commands more. */
export const sequence: fc.Arbitrary<Sequence> = fc
  .record({
    protect: fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    adopt: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    first: step(fc.constant("up")),
    more: fc.array(step(operation), { maxLength: 2 }),
  })
  .map(({ first, more, ...rest }) => ({ ...rest, steps: [first, ...more] }));

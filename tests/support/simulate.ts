import { allById } from "../../rehearsal/clouds/existing";
import type { Instance, Properties } from "../../rehearsal/clouds/model";
import { waitsFor } from "../../rehearsal/engine/order";
import type { ResourceRecord } from "../../rehearsal/engine/record";
import { type Mode, type Run, run } from "../../rehearsal/engine/run";

export { existing } from "../../rehearsal/clouds/existing";
export { UNKNOWN } from "../../rehearsal/clouds/model";
export type { ResourceRecord } from "../../rehearsal/engine/record";

export interface SimulateOptions {
  /** `preview`: what the cloud computes is unknown. @default "up" */
  readonly mode?: Mode;
  /** Stack config: keys with namespace; values that are no strings are written as JSON, as the engine does. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Keys of `config` that are secret. */
  readonly secretKeys?: readonly string[];
  /** @default "shop" */
  readonly project?: string;
  /** @default "dev" */
  readonly stack?: string;
  /** @default "eu-central-1" */
  readonly region?: string;
  /** @default "123456789012" */
  readonly account?: string;
  /**
   * What exists before: ids of a well-known form (`vpc-1`, `subnet-a`, `sg-1`, role, key, secret and bucket ARNs), or
   * `existing(type, id, outputs)` for anything else. Names given to a component that are in no list are refused.
   */
  readonly existing?: readonly (string | Instance)[];
  /** Outputs of other stacks, for stack references. */
  readonly stackOutputs?: Readonly<Record<string, Properties>>;
}

/** What a simulated run has made. */
export interface Simulation extends Run {
  /** What the function returned, where that is a plain object, outputs resolved; `UNKNOWN` where not known yet. */
  readonly outputs: Properties;
  /** All of a type, whose logical name is or contains `name`. The type is a token or its last part: `Vpc`. */
  find(type: string, name?: string): ResourceRecord[];
  /** Exactly one. @throws Error listing what there is instead. */
  one(type: string, name?: string): ResourceRecord;
  /** Direct children. */
  children(of: ResourceRecord): ResourceRecord[];
  /** Whether `later` can only be made once `earlier` is there (by the graph, not by luck). */
  waits(later: ResourceRecord, earlier: ResourceRecord): boolean;
}

/**
 * Runs a function that builds resources or components against the simulated clouds that the rehearsal uses, and gives
 * back all that was registered.
 *
 *     const made = await simulate(() => new AwsNetwork("shop-dev-network", args));
 *     expect(made.find("Subnet")).toHaveLength(6);
 *     expect(made.one("NatGateway").inputs.tags).toMatchObject({ Name: "shop-dev-network-nat" });
 *     expect(made.one("NatGateway").parent).toBe(made.one("slipway:aws:Network").urn);
 *     expect(made.waits(made.one("Route", "private"), made.one("NatGateway"))).toBe(true);
 *     expect(made.one("Instance").secrets).toContain("password");     // inputs that are secret
 *
 * `inputs` are what the cloud was sent (names and defaults filled in), `outputs` what it answered. What the simulation
 * does not model throws `NotModelled`; what a cloud would refuse throws with the cloud's own code; both reject:
 *
 *     await expect(simulate(() => badThing())).rejects.toThrow(/InvalidVpcID.NotFound/);
 *
 * Any number of calls may follow one another in a file; they must not overlap (await each one).
 */
export async function simulate(program: () => unknown, options: SimulateOptions = {}): Promise<Simulation> {
  const config: Record<string, string> = {};
  for (const [key, value] of Object.entries(options.config ?? {})) {
    config[key] = typeof value === "string" ? value : JSON.stringify(value);
  }
  const { project = "shop", stack = "dev", mode, region, account, secretKeys, stackOutputs } = options;
  const done = await run({
    ...{ program: async () => plain(await program()), project, stack, mode, config, secretKeys, region, account },
    ...{ stackOutputs, existing: (options.existing ?? []).flatMap(instancesOf) },
  });
  const byUrn = new Map(done.resources.map((resource) => [resource.urn, resource]));
  const find = (type: string, name?: string): ResourceRecord[] =>
    done.resources.filter(
      (resource) =>
        (resource.type === type || resource.type.endsWith(`:${type}`)) &&
        (name === undefined || resource.name.includes(name)),
    );
  return {
    ...done,
    find,
    one(type, name) {
      const found = find(type, name);
      const exact = found.filter((resource) => resource.name === name);
      const chosen = found.length > 1 && exact.length === 1 ? exact : found;
      if (chosen.length === 1) return chosen[0]!;
      const wanted = name === undefined ? type : `${type} '${name}'`;
      const there = (chosen.length > 1 ? chosen : done.resources).map((r) => `${r.type} ${r.name}`).join("\n  ");
      throw new Error(
        `${chosen.length} resources are ${wanted}, not one. There ${chosen.length > 1 ? "are" : "is"}:\n  ${there}`,
      );
    },
    children: (of) => done.resources.filter((resource) => resource.parent === of.urn),
    waits: (later, earlier) => waitsFor(byUrn, later.urn, earlier.urn),
  };
}

function instancesOf(given: string | Instance): Instance[] {
  if (typeof given !== "string") return [given];
  const instances = allById(given);
  if (instances.length === 0) throw new Error(`'${given}' has no well-known form: use existing(type, id, outputs)`);
  return instances;
}

/** Outputs of the program; a component that is returned for brevity is none. */
function plain(result: unknown): object {
  const isPlain = typeof result === "object" && result !== null && Object.getPrototypeOf(result) === Object.prototype;
  return isPlain ? (result as object) : {};
}

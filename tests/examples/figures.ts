/**
 * What can be said of a figure in a system's document: held by resources, releases, alerts, dashboards, costs or documents
 * of its stacks, or by nothing and why. The tables are in `tables/`, and `describe-system.ts` runs them.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "../../rehearsal/clouds/model";
import type { Part } from "../../rehearsal/cost/report";
import type { Report } from "../../rehearsal/report/report";
import type { StackConfig } from "../../stacks/config/schema";
import { root } from "../support/configs";
import { documented, likeForLike, outside } from "./costs";

/** One stack of a system, as its config says and as its rehearsal shows it. */
export interface Stack {
  readonly config: StackConfig;
  readonly report: Report;
  /**
   * Inputs of what is called `<system>-<stack>-<name>`, components and IAM left out; where several are, of all of them.
   * @throws Error when there is none
   */
  inputs(name: string): Properties;
  /** Values of a workload's release. */
  values(workload: string): Properties;
  /** `<alert> <severity>` → its rule. */
  readonly alerts: Readonly<Record<string, Rule>>;
  /** All dashboards, as text in lower case. */
  readonly dashboards: string;
}

export interface Rule {
  readonly expr: string;
  /** For how long it must be true, such as 5m. */
  readonly for: string;
}

export interface System {
  readonly name: string;
  /** By the name of the file: prod, staging, dev, and what a system has beside them. */
  readonly stacks: Readonly<Record<string, Stack>>;
  /** Prod after each step of its `slipway:scalingPath`. */
  readonly steps: Readonly<Record<string, Stack>>;
}

/** Looks at the stacks; throws what `expect` throws. */
export type Holds = (system: System) => void;

/** Why no test can hold a figure. */
export interface Unheld {
  readonly because: string;
}

/** A part of the document, a figure of it in its words, and what holds it. */
export type Figure = readonly [part: string, figure: string, held: Holds | Unheld];

/** The table of one system. */
export interface SystemFigures {
  readonly name: string;
  /** Kind and name of each workload of prod. */
  readonly workloads: Readonly<Record<string, string>>;
  /** Advice on prod beside the releases that a rehearsal without helm leaves unjudged: rule → findings. */
  readonly advice: Readonly<Record<string, number>>;
  readonly figures: readonly Figure[];
}

/** One of its stacks. @throws Error naming those that there are */
function stackOf({ name, stacks }: System, stack: string): Stack {
  const found = stacks[stack];
  if (!found) throw new Error(`${name} has no ${stack}; it has ${Object.keys(stacks).join(", ")}`);
  return found;
}

/** Something true of one stack. */
export const of =
  (look: (stack: Stack) => void, stack = "prod"): Holds =>
  (system) =>
    look(stackOf(system, stack));

/** A resource has these inputs. */
export const registered = (name: string, inputs: Properties, stack?: string): Holds =>
  of((found) => expect(found.inputs(name)).toMatchObject(inputs), stack);

/** A workload's release has these values. */
export const released = (workload: string, values: Properties, stack?: string): Holds =>
  of((found) => expect(found.values(workload)).toMatchObject(values), stack);

/** The checked config, presets and all, says this. */
export const configured = (config: Properties, stack?: string): Holds =>
  of((found) => expect(found.config).toMatchObject(config), stack);

/** An alert's expression has this part, and it waits that long; null: there is no such alert. */
export const raised = (alert: string, part: string | null, wait?: string): Holds =>
  of(({ alerts }) => {
    if (part === null) return expect(alerts).not.toHaveProperty([alert]);
    expect(alerts[alert]?.expr).toContain(part);
    if (wait !== undefined) expect(alerts[alert]?.for).toBe(wait);
  });

/** These alerts exist, by name and severity. */
export const alerted = (...names: readonly string[]): Holds =>
  of(({ alerts }) => expect(Object.keys(alerts)).toEqual(expect.arrayContaining([...names])));

/** Alerts of a severity go there. */
export const routed = (severity: string, to: string): Holds =>
  all(
    configured({ monitoring: { routes: expect.arrayContaining([expect.objectContaining({ severity, to })]) } }),
    of((stack) => {
      const { alertmanager } = stack.inputs("kube-prometheus-stack-kube-prometheus-stack-release")["values"] as {
        alertmanager: { config: { route: { routes: { receiver: string; matchers: string[] }[] } } };
      };
      const { routes } = alertmanager.config.route;
      expect(routes.map(({ receiver, matchers }) => `${receiver} ${matchers.join()}`)).toContainEqual(
        expect.stringMatching(`^${severity}-${to}-\\d+ severity = "${severity}"$`),
      );
    }),
  );

/** Dashboards of prod speak of each of these. */
export const drawn = (...parts: readonly string[]): Holds =>
  of(({ dashboards }) => {
    for (const part of parts) expect(dashboards).toContain(part.toLowerCase());
  });

/** A document of the repository says it. */
export const said =
  (path: string, pattern: RegExp): Holds =>
  () =>
    expect(readFileSync(join(root, path), "utf8").replaceAll(/\s+/g, " ")).toMatch(pattern);

/** All of them hold. */
export const all =
  (...held: readonly Holds[]): Holds =>
  (system) => {
    for (const holds of held) holds(system);
  };

/** Holds once a step of the scaling path is taken, and did not before it. */
export const grown =
  (step: string, holds: Holds): Holds =>
  (system) => {
    const after = system.steps[step];
    if (!after) throw new Error(`${system.name} has no step ${step}; it has ${Object.keys(system.steps).join(", ")}`);
    holds({ ...system, stacks: { ...system.stacks, prod: after } });
    expect(() => holds(system)).toThrow();
  };

/** A stack costs what the document says, within 15%, once what differs is taken off line by line (`costs.ts`). */
export const costs = (stack: string, how = ""): Holds =>
  of(({ report: { project, cost } }) => {
    const key = `${project} ${stack}${how}`;
    const there = documented[key];
    if (!cost || !there) throw new Error(`${key}: no costs are documented, or none were worked out`);
    if (there.unexplained === undefined)
      return expect(outside(likeForLike(cost, there), there.says)).toBeLessThan(0.15);
    expect(there.unexplained.length).toBeGreaterThan(60);
    expect(cost.total.most / 1e6).toBeLessThan(there.says[0]);
  }, stack);

/** A part of prod's bill is no more than a figure and 15%; `without` takes lines off by what they are for. */
export const atMost = (part: Part, usd: number, without?: RegExp): Holds =>
  of(({ report: { cost } }) => {
    const lines = (cost?.lines ?? []).filter((line) => line.part === part && !without?.test(line.what));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.reduce((total, { monthly }) => total + monthly.expected / 1e6, 0)).toBeLessThan(usd * 1.15);
  });

/** A quarter of the pods at a time, or as said, each as slow as its startup probe allows: an old image is back within so many seconds. */
export const backWithin = (workload: string, seconds: number): Holds =>
  of((stack) => {
    const { autoscaling, replicas, probes, rollout } = stack.values(workload) as {
      autoscaling?: { max: number };
      replicas?: number;
      rollout?: { maxSurge?: number };
      probes: { startup: { periodSeconds?: number; failureThreshold?: number } };
    };
    const pods = autoscaling?.max ?? replicas ?? Number.NaN;
    const { periodSeconds = Number.NaN, failureThreshold = Number.NaN } = probes.startup;
    expect(
      Math.ceil(pods / (rollout?.maxSurge ?? Math.ceil(pods / 4))) * periodSeconds * failureThreshold,
    ).toBeLessThanOrEqual(seconds);
  });

/** Traffic goes back at once: pods of the old version stay that long. */
export const keepsOldFor = (workload: string, seconds: number): Holds =>
  of((stack) => {
    const { retireSeconds } = stack.values(workload)["progressive"] as { retireSeconds: number };
    expect(retireSeconds).toBeGreaterThanOrEqual(seconds);
  });

export const because = (reason: string): Unheld => ({ because: reason });

export const resources = (cpu: string, memory: string, cpuLimit: string, memoryLimit: string): Properties => ({
  requests: { cpu, memory },
  limits: { cpu: cpuLimit, memory: memoryLimit },
});

export const health = (path: string): Properties => ({ startup: { path }, readiness: { path }, liveness: { path } });

/** Rules of a bucket's lifecycle: a rule of this name forgets after so many days. */
export const forgets = (bucket: string, id: string, prefix: string | undefined, days: number): Holds =>
  registered(`${bucket}-lifecycle`, {
    rules: expect.arrayContaining([
      expect.objectContaining({ id, ...(prefix && { filter: { prefix } }), expiration: { days } }),
    ]),
  });

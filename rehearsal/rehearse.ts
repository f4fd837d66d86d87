import { resolve } from "node:path";
import { Renderer } from "../policy/helm/renderer";
import { judgeStack, policySettings } from "../policy/judge";
import type { Resource } from "../policy/rule";
import { PolicySettingsError, type Settings } from "../policy/settings";
import { versionsInput } from "../stacks/plan/versions/input";
import { versionsOf } from "../stacks/plan/versions/skew";
import { capacityReport } from "./capacity";
import { existingIn } from "./clouds/existing";
import { type Instance, isRecord, type Json, type Properties } from "./clouds/model";
import { costOf } from "./cost/cost";
import type { ResourceRecord } from "./engine/record";
import { defaultPlace, type Mode, type Run, run } from "./engine/run";
import { Graph } from "./proofs/graph";
import { makeReport, type Report } from "./report/report";
import { stackConfigOf } from "./stack-config";
import { readStackFile, type StackFile, stacksIn, structured, UsageError } from "./stack-files";
import { type LossKind, outagesOf } from "./what-if/outage";
import { settingOf, settingsOfStep, settingText, withSettings } from "./what-if/settings";
import { type Traffic, trafficOf, underTraffic } from "./what-if/traffic";
import type { WhatIf } from "./what-if/what-if";

export interface RehearseOptions {
  /** Folder with `Pulumi.yaml` and the stacks' configs; its `main` says where the program is. */
  readonly folder: string;
  /** Name of the stack; may be left out where `configFile` names one. */
  readonly stack?: string;
  readonly configFile?: string;
  /** @default "up" */
  readonly mode?: Mode;
  /** Account that the credentials belong to. @default the one in the config */
  readonly account?: string;
  /** Decides which exemptions have expired. @default the machine's clock */
  readonly now?: Date;
  /** Where `helm` is looked for, and Helm's cache. @default the process's environment */
  readonly env?: NodeJS.ProcessEnv;
  readonly onResource?: (record: ResourceRecord) => void;
  readonly whatIf?: Assumptions;
}

/** What is assumed beyond the stack's file. */
export interface Assumptions {
  /** `path=value`, such as `stores.db.size=large`. @default none */
  readonly settings?: readonly string[];
  /** Step of `slipway:scalingPath`: it and all before it are taken. */
  readonly step?: string;
  /** How many times today's traffic. */
  readonly traffic?: number;
  /** What is taken away, and of zones which one. @default nothing; every zone in turn */
  readonly lose?: { readonly kind: LossKind; readonly name?: string };
}

/** Runs the real `index.ts` of a stack against simulated clouds, and judges what it made. */
export async function rehearse(options: RehearseOptions): Promise<Report> {
  const {
    file,
    traffic,
    settings: assumed,
  } = assume(
    readStackFile(options.folder, options.stack, options.configFile && resolve(options.configFile)),
    options.whatIf ?? {},
  );
  const joined = await joinedStacks(options, file);
  const done = await runStack(options, file, joined);
  const now = options.now ?? new Date();
  const config = stackConfigOf(file);
  const cloud = file.config["slipway:cloud"] ?? "";
  const cost = costOf({ cloud, region: placeOf(file).region, resources: done.resources, config });
  const settings = { ...settingsOf(file, now), monthlyCost: cost && cost.total.expected / 1e6 };
  const renderer = new Renderer({ folders: [options.folder], env: options.env ?? process.env });
  const resources = await renderer.fill(done.resources.filter(isJudged).map(judged(done)));
  const { findings, unused } = judgeStack(resources, settings);
  return makeReport({
    ...{ run: done, findings, unused, rendering: { calls: renderer.calls, seconds: rounded(renderer.seconds) } },
    ...{ project: file.project, stack: file.stack, config: file.config, placeholders: file.placeholders },
    ...{ mode: options.mode ?? "up", configFile: file.file, ...placeOf(file) },
    ...{ capacity: capacityReport(config), cost, versions: config && versionsOf(versionsInput(config), now) },
    whatIf: options.whatIf && whatIfOf(options.whatIf, assumed, traffic, done, file),
    seconds: rounded(process.uptime() - renderer.seconds),
  });
}

interface Assumed {
  readonly file: StackFile;
  readonly settings: readonly string[];
  readonly traffic?: Traffic;
}

/** The stack's file as it would be. */
function assume(given: StackFile, { settings = [], step, traffic }: Assumptions): Assumed {
  const all = [...(step === undefined ? [] : settingsOfStep(given, step)), ...settings.map(settingOf)];
  const set = withSettings(given, all);
  const texts = all.map(settingText);
  if (traffic === undefined) return { file: set, settings: texts };
  const config = stackConfigOf(set);
  if (!config) throw new UsageError("--traffic needs a config of Slipway's that is right: see the problems without it");
  const carried = trafficOf(config, traffic);
  return { file: underTraffic(set, carried, config), settings: texts, traffic: carried };
}

function whatIfOf(
  { step, lose }: Assumptions,
  settings: readonly string[],
  traffic: Traffic | undefined,
  done: Run,
  file: StackFile,
): WhatIf {
  const outages = lose && outagesOf(new Graph(done), lose.kind, placeOf(file).region, lose.name);
  return { settings, ...(step ? { step } : {}), ...(traffic ? { traffic } : {}), ...(outages ? { outages } : {}) };
}

const rounded = (seconds: number): number => Math.round(seconds * 100) / 100;

interface Joined {
  readonly outputs: Record<string, Properties>;
  readonly instances: readonly Instance[];
}

function runStack(options: RehearseOptions, file: StackFile, joined: Joined): Promise<Run> {
  const { mode, onResource } = options;
  const place = placeOf(file);
  const named = existingIn(Object.values(file.config).map(structured));
  return run({
    ...{ ...file, ...place, program: programOf(file.program), mode, onResource },
    account: options.account ?? place.account,
    existing: [...joined.instances, ...named.filter(({ id }) => !joined.instances.some((there) => there.id === id))],
    stackOutputs: joined.outputs,
  });
}

/** The program, unchanged: it exports a function, as the real engine calls it, or is done once it is loaded. */
function programOf(path: string): () => unknown {
  return () => {
    const exported: unknown = require(path);
    return typeof exported === "function" ? (exported as () => unknown)() : exported;
  };
}

/** Stacks that own the layers below, and the one that it stands by for: rehearsed first, for their outputs. */
async function joinedStacks(options: RehearseOptions, file: StackFile): Promise<Joined> {
  const joins = structured(file.config["slipway:joins"] ?? "{}");
  const known = stacksIn(options.folder);
  let joined: Joined = { outputs: {}, instances: [] };
  const primary = primaryOf(file);
  for (const reference of [...(isRecord(joins) ? Object.values(joins) : []), ...primary]) {
    const name = String(reference).split("/").at(-1) ?? "";
    if (!known.includes(name) || name === file.stack) continue;
    const other = readStackFile(options.folder, name);
    const below = await joinedStacks(options, other);
    const done = await runStack({ ...options, mode: "up", onResource: undefined }, other, below);
    // The other of a pair has a cluster of its own.
    const elsewhere = ({ type }: Instance): boolean =>
      primary.includes(String(reference)) && type.startsWith("kubernetes:");
    const instances = done.cloud.state.instances.filter((instance) => !elsewhere(instance));
    joined = {
      outputs: { ...joined.outputs, ...below.outputs, [String(reference)]: done.outputs },
      instances: [...new Map([...joined.instances, ...instances].map((each) => [each.urn, each])).values()],
    };
  }
  return joined;
}

/** The stack that this one stands by for, as a stack reference of the program names it. */
function primaryOf({ config, project }: StackFile): string[] {
  const standby = structured(config["slipway:standby"]);
  return isRecord(standby) && standby["role"] === "secondary" ? [`organization/${project}/${standby["other"]}`] : [];
}

function placeOf(file: StackFile): { region: string; account: string } {
  return {
    region: file.config["slipway:region"] ?? file.config["aws:region"] ?? defaultPlace.region,
    account: file.config["slipway:account"] ?? defaultPlace.account,
  };
}

function settingsOf({ project, stack, config }: StackFile, now: Date): Settings {
  try {
    const settings = policySettings({ project, stack, config, now });
    // A rehearsal needs no helm, so what it could not render is advice here, unless the config says otherwise.
    return { ...settings, levels: { "helm-release-judged": "advisory", ...settings.levels } };
  } catch (error) {
    // The program's own check of its config says the same and more; policies that nothing else checks are said here.
    if (error instanceof PolicySettingsError) throw new UsageError(error.message);
    throw error;
  }
}

function isJudged(record: ResourceRecord): boolean {
  return record.custom && !record.external;
}

/** A record as the policies see it. */
function judged(done: Run): (record: ResourceRecord) => Resource {
  const providers = new Map(done.resources.map((record) => [record.urn, record]));
  return ({ type, name, urn, inputs, protect, propertyDependencies, provider }) => ({
    ...{ type, name, urn, props: inputs, options: { protect }, propertyDependencies },
    ...fromProvider(provider ? providers.get(provider) : undefined),
  });
}

/** What a resource has from its provider; the SDK hands nested provider config over as JSON. */
function fromProvider(provider: ResourceRecord | undefined): Pick<Resource, "region" | "defaultTags"> {
  const { region, location, defaultTags, defaultLabels } = provider?.inputs ?? {};
  const place = region ?? location;
  const record = (value: Json | undefined): Properties | undefined => {
    const read = typeof value === "string" ? structured(value) : value;
    return isRecord(read) ? read : undefined;
  };
  return {
    region: typeof place === "string" ? place : undefined,
    defaultTags: record(record(defaultTags)?.["tags"] ?? defaultLabels),
  };
}

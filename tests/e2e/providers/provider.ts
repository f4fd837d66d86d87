/** A simulated provider: the verbs of the protocol on plain properties, answered as the real, bridged providers do. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudError, type Instance, type Json, type Properties } from "../../../rehearsal/clouds/model";
import { logicalName, type SimulatedCloud } from "../../../rehearsal/clouds/simulated-cloud";
import { type Account, type AccountProvider, isAlone, type LoneProvider, noAccount, openAccount } from "./account";
import { logCall, type Method } from "./calls";
import { type FaultRule, takeFault } from "./faults";
import type { SimulationSettings } from "./settings";

/** The packages that are simulated. */
export type ProviderName = AccountProvider | LoneProvider;

/** It exists, with this id, but did not become what it should be. */
export class PartialFailure extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly properties: Properties,
  ) {
    super(message);
  }
}

/** What a call is about. */
interface Subject {
  readonly type: string;
  readonly urn: string;
  readonly id?: string;
  readonly preview?: boolean;
}

/** A resource as the engine is told of it. */
interface Made {
  readonly id: string;
  readonly properties: Properties;
}

/** What changes in place and what does not. */
export interface Changes {
  readonly changed: readonly string[];
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** Tries of a call that is throttled or does not see yet what it needs, and the first pause between two of them. */
const TRIES = 6;
const FIRST_PAUSE_MS = 20;

/** Where bridged providers write down which inputs they filled in themselves. */
const DEFAULTS = "__defaults";

export class SimulatedProvider {
  private account?: Account;
  private region = "";
  private readonly cancelled = new AbortController();
  private crashed = false;

  /** @param crash what a crash does. @default ends the process */
  constructor(
    readonly name: ProviderName,
    private readonly settings: SimulationSettings,
    private readonly crash: () => void = () => process.exit(1),
  ) {}

  /** @throws Error when the credentials are another account's than those that are allowed */
  configure(args: Properties): Promise<void> {
    return this.call("Configure", { type: `pulumi:providers:${this.name}`, urn: "" }, () => {
      if (isAlone(this.name)) {
        this.account = noAccount(this.name);
        return;
      }
      this.region = whereOf(this.name, args, this.settings.account);
      this.account = openAccount(this.name, this.settings, this.region);
    });
  }

  /** The inputs with names and defaults; a name that was made up before stays. @throws CloudError */
  check(type: string, urn: string, olds: Properties, news: Properties, seed: string): Promise<Properties> {
    return this.call("Check", { type, urn }, () => {
      const before = listed(olds[DEFAULTS]);
      const kept = before.filter((key) => news[key] === undefined && olds[key] !== undefined && isName(key));
      const { [DEFAULTS]: _, ...given } = news;
      const inputs = { ...given, ...Object.fromEntries(kept.map((key) => [key, olds[key]!])) };
      const checked = this.look((cloud) => cloud.check(type, urn, inputs, seed || randomBytes(8).toString("hex")));
      const defaults = Object.keys(checked).filter((key) => news[key] === undefined);
      return { ...checked, [DEFAULTS]: defaults.sort() };
    });
  }

  diff(type: string, urn: string, oldInputs: Properties, news: Properties): Promise<Changes> {
    return this.call("Diff", { type, urn, preview: true }, () => {
      const [before, after] = [own(oldInputs), own(news)];
      const { changed, replaces } = this.look((cloud) => cloud.diff(type, before, after));
      // As bridged providers: a name that the program fixed cannot be had twice.
      const fixedName = Object.keys(after).some(
        (key) => isName(key) && before[key] === after[key] && !listed(news[DEFAULTS]).includes(key),
      );
      return { changed, replaces, deleteBeforeReplace: replaces.length > 0 && fixedName };
    });
  }

  create(type: string, urn: string, inputs: Properties, preview: boolean): Promise<Made> {
    const checked = own(inputs);
    if (preview) {
      const plan = () => ({ id: "", properties: this.look((cloud) => cloud.plan(type, urn, checked)) });
      return this.call("Create", { type, urn, preview }, plan);
    }
    return this.call("Create", { type, urn }, () => {
      const seed = randomBytes(8).toString("hex");
      return made(this.change((cloud) => cloud.create(type, urn, checked, false, seed)));
    });
  }

  /** @returns nothing where it does not exist */
  read(
    type: string,
    urn: string,
    id: string,
    state: Properties,
    inputs: Properties,
  ): Promise<(Made & { readonly inputs: Properties }) | undefined> {
    return this.call("Read", { type, urn, id }, () => {
      if (isAlone(this.name)) return { id, properties: state, inputs };
      const found = this.look((cloud) => find(cloud, type, id));
      return found && { ...made(found), inputs: inputsOf(found, inputs) };
    });
  }

  update(
    type: string,
    urn: string,
    id: string,
    olds: Properties,
    inputs: Properties,
    preview: boolean,
  ): Promise<Properties> {
    const checked = own(inputs);
    return this.call("Update", { type, urn, id, preview }, () => {
      if (isAlone(this.name)) return { ...olds, ...checked };
      if (!preview) return this.change((cloud) => cloud.update(type, id, checked)).outputs;
      return this.look((cloud) => {
        const old = find(cloud, type, id);
        return old ? cloud.plan(type, urn, checked, old) : { ...olds, ...checked };
      });
    });
  }

  /** What is gone already has been deleted. */
  delete(type: string, urn: string, id: string): Promise<void> {
    return this.call("Delete", { type, urn, id }, () => {
      if (isAlone(this.name)) return;
      this.change((cloud) => {
        if (find(cloud, type, id)) cloud.delete(type, id);
      });
    });
  }

  invoke(token: string, args: Properties): Promise<Properties> {
    return this.call("Invoke", { type: token, urn: "" }, () => this.look((cloud) => cloud.invoke(token, args)));
  }

  /** Ends whatever hangs. */
  cancel(): Promise<void> {
    this.cancelled.abort();
    return this.call("Cancel", { type: "", urn: "" }, () => {});
  }

  /** Outputs that are secret by the type alone. */
  secretsOf(type: string): readonly string[] {
    return this.look((cloud) => cloud.secretsOf(type));
  }

  private look<T>(work: (cloud: SimulatedCloud) => T): T {
    return this.configured().look(work);
  }

  private change<T>(work: (cloud: SimulatedCloud) => T): T {
    return this.configured().change(work);
  }

  private configured(): Account {
    if (!this.account) throw new Error(`the ${this.name} provider has not been configured`);
    return this.account;
  }

  /** Does the call with whatever fault the script has for it, and logs how it ended. */
  private async call<T>(method: Method, subject: Subject, work: () => T): Promise<T> {
    const log = (outcome: string, id = subject.id) =>
      logCall(this.settings.log, {
        ...{ method, provider: this.name, type: subject.type, urn: subject.urn, name: logicalName(subject.urn) },
        ...{ ...(id !== undefined && { id }), preview: subject.preview ?? false, outcome, at: Date.now() },
      });
    try {
      const fault = subject.preview ? undefined : await this.patiently(method, subject);
      if (this.crashed) return await forEver();
      await this.before(fault, log);
      const result = await this.waiting(method, work, log);
      const id = isMade(result) ? result.id : undefined;
      await this.after(fault, subject, result, log);
      log("ok", id);
      return result;
    } catch (error) {
      log((error as Error).message, error instanceof PartialFailure ? error.id : undefined);
      throw error;
    }
  }

  /** Tries again while it is throttled, with longer and longer pauses, but not for ever. Gives any other fault. */
  private async patiently(method: Method, { type, urn }: Subject): Promise<FaultRule | undefined> {
    for (let attempt = 1; ; attempt++) {
      const fault = takeFault(this.settings.faults, method, type, logicalName(urn), this.region);
      if (fault?.kind !== "throttle" && fault?.kind !== "lag") return fault;
      const error =
        fault.kind === "throttle"
          ? new CloudError("RequestLimitExceeded", "Request limit exceeded.")
          : new CloudError("NotFound", "something that it names is not seen yet");
      if (attempt === TRIES) throw new Error(`exceeded maximum number of attempts, ${TRIES}: ${error.message}`);
      await this.pause(FIRST_PAUSE_MS * 2 ** attempt);
    }
  }

  /**
   * What others still use goes when they do: the real provider tries to delete again for minutes, as AWS takes away
   * interfaces of load balancers and functions a while after those. Here a second is as good.
   */
  private async waiting<T>(method: Method, work: () => T, log: (outcome: string) => void): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return work();
      } catch (error) {
        const inUse = error instanceof CloudError && error.code === "DependencyViolation";
        if (method !== "Delete" || !inUse || attempt === TRIES) throw error;
        log(`waits: ${error.message}`);
        await this.pause(FIRST_PAUSE_MS * 2 ** attempt);
      }
    }
  }

  private async before(fault: FaultRule | undefined, log: (outcome: string) => void): Promise<void> {
    if (!fault) return;
    if (fault.kind === "fail") throw new CloudError("InternalFailure", fault.message ?? "something went wrong there");
    if (fault.kind === "lost") throw new Error(`could not connect to the endpoint URL in ${this.region}`);
    if (fault.kind === "expire") {
      throw new CloudError("ExpiredToken", "The security token included in the request is expired");
    }
    if (fault.when !== "after") await this.strike(fault, log);
  }

  private async after(
    fault: FaultRule | undefined,
    subject: Subject,
    result: unknown,
    log: (outcome: string, id?: string) => void,
  ): Promise<void> {
    if (!fault) return;
    const id = isMade(result) ? result.id : (subject.id ?? "");
    if (fault.kind === "lostReply") {
      throw new Error("RequestError: send request failed caused by: read: connection reset by peer");
    }
    if (fault.kind === "partial") {
      const properties = isMade(result) ? result.properties : (result as Properties);
      throw new PartialFailure(fault.message ?? "it was made, but did not become ready", id, properties);
    }
    if (fault.when === "after") await this.strike(fault, (outcome) => log(outcome, id));
  }

  private async strike(fault: FaultRule, log: (outcome: string) => void): Promise<void> {
    if (fault.kind === "crash") {
      log("the provider crashed");
      this.crashed = true;
      this.crash();
      await forEver();
    }
    if (fault.kind === "hang") {
      log("hangs");
      await this.pause(fault.seconds === undefined ? 2 ** 31 - 1 : fault.seconds * 1000);
    }
  }

  /** @throws Error when the engine has cancelled */
  private async pause(milliseconds: number): Promise<void> {
    try {
      await sleep(milliseconds, undefined, { signal: this.cancelled.signal });
    } catch {
      throw new Error("context canceled");
    }
  }
}

/** The region that a provider is bound to. @throws Error as the real one does, where it is bound to nothing, or elsewhere */
function whereOf(name: AccountProvider, args: Properties, account: string): string {
  if (name === "mongodbatlas") {
    if (!args["privateKey"] && !args["clientSecret"]) throw new Error("no credentials of Atlas were given");
    return "";
  }
  const [region, bound, refusal] = (
    {
      // Its own words, by which the program knows it.
      aws: ["region", "allowedAccountIds", "AWS account ID not allowed"],
      gcp: ["region", "project", "no right to the project but to"],
      "azure-native": ["location", "subscriptionId", "no such subscription but"],
    } as const
  )[name];
  const allowed = [args[bound] ?? []].flat();
  if (allowed.length > 0 && !allowed.includes(account)) throw new Error(`${refusal}: ${account}`);
  if (typeof args[region] !== "string" || args[region] === "") throw new Error("invalid region: it is empty");
  return args[region];
}

/** What a process that has ended answers. */
const forEver = (): Promise<never> => new Promise(() => {});

function find(cloud: SimulatedCloud, type: string, id: string): Instance | undefined {
  try {
    return cloud.read(type, id);
  } catch (error) {
    if (error instanceof CloudError) return undefined;
    throw error;
  }
}

function made({ id, outputs }: Instance): Made {
  return { id, properties: outputs };
}

function isMade(value: unknown): value is Made {
  return typeof value === "object" && value !== null && "properties" in value;
}

/** What a refresh takes as inputs: of those that the stack has, what stands now; for an import, all. */
function inputsOf(found: Instance, known: Properties): Properties {
  if (Object.keys(known).length === 0) return found.inputs;
  const now = Object.keys(known).flatMap((key): [string, Json][] => {
    const value = key === DEFAULTS ? known[key] : (found.inputs[key] ?? found.outputs[key]);
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(now);
}

/** Without the provider's own note of defaults. */
function own(inputs: Properties): Properties {
  const { [DEFAULTS]: _, ...rest } = inputs;
  return rest;
}

function listed(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Inputs that auto-naming fills in: `name`, `bucket`, `identifier`, `nodeGroupName`, … */
function isName(key: string): boolean {
  return /^(name|bucket|identifier|replicationGroupId|.*Name)$/.test(key);
}

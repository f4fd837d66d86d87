/** A stack of the shop whose `api` works with a MongoDB too. */
import { fileConfig } from "./configs";
import { type SimulateOptions, type Simulation, simulate } from "./simulate";

type Json = Record<string, unknown>;
type Config = Record<string, string>;
const read = (text: string | undefined): Json => JSON.parse(text ?? "{}") as Json;

export interface ShopWithDocuments {
  /** Its config, as the engine hands it over, with keys laid over it. */
  readonly config: (over?: Readonly<Config>) => Config;
  /** Runs the real program with that config. */
  readonly stack: (over?: Readonly<Config>, options?: SimulateOptions) => Promise<Simulation>;
}

/** @param docs the store, which is called so */
export function shopWithDocuments(name: "dev" | "prod", docs: Json): ShopWithDocuments {
  const config = (over: Readonly<Config> = {}): Config => {
    const base = fileConfig(`Pulumi.${name}.yaml`);
    const workloads = read(base["slipway:workloads"]) as Record<string, Json>;
    const api = { ...workloads["api"], uses: [...(workloads["api"]!.uses as string[]), "docs"] };
    return {
      ...base,
      "slipway:stores": JSON.stringify({ ...read(base["slipway:stores"]), docs }),
      "slipway:workloads": JSON.stringify({ ...workloads, api }),
      ...over,
    };
  };
  const stack: ShopWithDocuments["stack"] = (over = {}, options = {}) => {
    const given = config(over);
    const account = String(given["slipway:account"]);
    const existing = [`arn:aws:iam::${account}:role/developers`];
    const main = require("../../index") as () => Promise<object>;
    return simulate(main, { stack: name, config: given, region: "eu-west-1", account, existing, ...options });
  };
  return { config, stack };
}

/** Helm's values of a release. */
export const valuesOf = (made: Simulation, release: string): Json =>
  made.find("helm.sh/v3:Release").find(({ inputs }) => inputs.name === release)!.inputs.values as Json;

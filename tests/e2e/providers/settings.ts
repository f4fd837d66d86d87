/** How a simulated provider learns where its account is: environment variables, passed through by the engine. */

/** Where things are; every provider process of one stack is given the same. */
export interface SimulationSettings {
  /** File that holds what stands in the account. */
  readonly state: string;
  /** File of fault rules; need not exist. */
  readonly faults: string;
  /** File that gets a JSON line for each call. */
  readonly log: string;
  /** The account that the credentials are for. */
  readonly account: string;
  /** File with the `server` and `ca` of the API server that simulated clusters hand out. */
  readonly cluster?: string;
}

const variables: Readonly<Record<keyof SimulationSettings, string>> = {
  state: "SLIPWAY_SIM_STATE",
  faults: "SLIPWAY_SIM_FAULTS",
  log: "SLIPWAY_SIM_LOG",
  account: "SLIPWAY_SIM_ACCOUNT",
  cluster: "SLIPWAY_SIM_CLUSTER",
};

/** The settings as variables for the environment of `pulumi`. */
export function settingsToEnv(settings: SimulationSettings): Record<string, string> {
  const entries = Object.entries(variables).map(([key, name]) => [name, settings[key as keyof SimulationSettings]]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** @throws Error naming the variable that is missing */
export function settingsFromEnv(env: NodeJS.ProcessEnv): SimulationSettings {
  const required = (name: string): string => {
    const value = env[name];
    if (!value) throw new Error(`${name} is not set: a simulated provider does not know where its account is`);
    return value;
  };
  return {
    state: required(variables.state),
    faults: required(variables.faults),
    log: required(variables.log),
    account: required(variables.account),
    cluster: env[variables.cluster] || undefined,
  };
}

import { parse, stringify } from "yaml";

interface StackYaml {
  config: Record<string, unknown>;
}

/** A workload of a stack file, as far as copies must differ. */
interface Workload {
  readonly hosts?: readonly string[];
  readonly kind: string;
  readonly scaling?: object;
}

/**
 * A stack file with `count` more workloads: copies, in turn, of those that are there, so that they bind stores, have
 * identities, migrations and hosts in the same proportions.
 */
export function withWorkloads(stackFile: string, count: number): string {
  const stack = parse(stackFile) as StackYaml;
  const given = stack.config["slipway:workloads"] as Record<string, Workload>;
  const models = Object.entries(given);
  const copies = Array.from({ length: count }, (_, index): [string, Workload] => {
    const [name, model] = models[index % models.length]!;
    const own = `${name.slice(0, 12)}-${index}`;
    return [
      own,
      {
        ...model,
        ...(model.hosts ? { hosts: [`${own}.shop.example.com`] } : {}),
        // Few pods each: no database takes the connections of a thousand workloads at the models' maxima.
        ...(model.kind === "cron" ? {} : { scaling: { ...model.scaling, min: 2, max: 3 } }),
      },
    ];
  });
  stack.config["slipway:workloads"] = { ...given, ...Object.fromEntries(copies) };
  roomFor(stack.config);
  return stringify(stack, { aliasDuplicateObjects: false });
}

/** What so many workloads need, so that capacity and budget let them through: cores, stores of the biggest size, money. */
function roomFor(config: Record<string, unknown>): void {
  config["slipway:budget"] = { ...(config["slipway:budget"] as object | undefined), monthly: 100_000 };
  const cluster = config["slipway:cluster"] as object | undefined;
  config["slipway:cluster"] = { ...cluster, maxCpu: 10_000 };
  const stores = config["slipway:stores"] as Record<string, { kind: string }>;
  config["slipway:stores"] = Object.fromEntries(
    Object.entries(stores).map(([name, store]) => [
      name,
      store.kind === "bucket" ? store : { ...store, size: "xlarge" },
    ]),
  );
}

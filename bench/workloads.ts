import { parse, stringify } from "yaml";

interface StackYaml {
  config: Record<string, unknown>;
}

/** A workload of a stack file, as far as copies must differ. */
interface Workload {
  readonly hosts?: readonly string[];
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
    return [own, model.hosts ? { ...model, hosts: [`${own}.shop.example.com`] } : model];
  });
  stack.config["slipway:workloads"] = { ...given, ...Object.fromEntries(copies) };
  return stringify(stack, { aliasDuplicateObjects: false });
}

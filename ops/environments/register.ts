import { type KubeObject, list } from "../cluster/objects";
import type { Cluster } from "../kubernetes";

/** An environment as the cluster remembers it, whether or not it was ever made whole. */
export interface Registered {
  /** The stack, as Pulumi calls it. */
  readonly stack: string;
  /** `<app>-<stack>`: its namespace. */
  readonly full: string;
  /** ISO 8601, as is `made`. */
  readonly until: string;
  readonly made: string;
  readonly hosts: readonly string[];
}

const LABEL = "slipway/environment";
const nameOf = (stack: string): string => `environment-${stack}`;
const pathOf = (namespace: string, stack?: string): string =>
  `/api/v1/namespaces/${encodeURIComponent(namespace)}/configmaps${stack === undefined ? "" : `/${nameOf(stack)}`}`;

interface Entry extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

/**
 * Environments on demand, each a ConfigMap in the namespace of the stack that they belong to: written before anything of an
 * environment is made and taken away after all of it is gone, so that whatever fails in between is still found and reaped.
 */
export class Register {
  constructor(
    private readonly cluster: Cluster,
    private readonly namespace: string,
  ) {}

  /** All that there are, the first to go first. */
  async all(): Promise<readonly Registered[]> {
    const selector = encodeURIComponent(`${LABEL}=true`);
    const path = `${pathOf(this.namespace)}?labelSelector=${selector}`;
    const entries = await list<Entry>(this.cluster.ask, path);
    return entries.map(registered).sort((one, other) => one.until.localeCompare(other.until));
  }

  async find(stack: string): Promise<Registered | undefined> {
    const entry = (await this.cluster.ask(pathOf(this.namespace, stack))) as Entry | undefined;
    return entry && registered(entry);
  }

  /** Writes it down, or another end for one that is there. */
  async write({ hosts, ...rest }: Registered): Promise<void> {
    const data = { ...rest, hosts: hosts.join(" ") };
    const there = await this.find(rest.stack);
    if (there) {
      await this.cluster.send("PATCH", pathOf(this.namespace, rest.stack), { data });
      return;
    }
    const metadata = { name: nameOf(rest.stack), namespace: this.namespace, labels: { [LABEL]: "true" } };
    await this.cluster.send("POST", pathOf(this.namespace), {
      ...{ apiVersion: "v1", kind: "ConfigMap", metadata, data },
    });
  }

  async forget(stack: string): Promise<void> {
    await this.cluster.send("DELETE", pathOf(this.namespace, stack));
  }
}

function registered({ metadata, data = {} }: Entry): Registered {
  const { stack = metadata.name, full = "", until = "", made = "", hosts = "" } = data;
  return { stack, full, until, made, hosts: hosts.split(" ").filter(Boolean) };
}

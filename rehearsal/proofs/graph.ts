import { type Json, outputAt } from "../clouds/model";
import { needersOf, needs, waitersOf } from "../engine/order";
import type { ResourceRecord } from "../engine/record";
import type { Run } from "../engine/run";

export { objectAt, texts } from "../clouds/paths";

/** The registered resources, by what proofs look for. Providers and components are left out of `all`. */
export class Graph {
  readonly all: readonly ResourceRecord[];
  private needers?: ReadonlyMap<string, readonly string[]>;
  private readonly waiting = new Map<string, ReadonlySet<string>>();
  private readonly byType = new Map<string, ResourceRecord[]>();

  constructor(readonly run: Pick<Run, "resources" | "outputs" | "secretOutputs">) {
    this.all = run.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
    for (const record of this.all) {
      const same = this.byType.get(record.type);
      if (same) same.push(record);
      else this.byType.set(record.type, [record]);
    }
  }

  ofType(...types: readonly string[]): ResourceRecord[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** Those whose type begins so, such as `kubernetes:`. */
  ofKind(prefix: string): ResourceRecord[] {
    return this.all.filter(({ type }) => type.startsWith(prefix));
  }

  /** Whether `later` is made after `earlier`, and so goes before it. */
  waits(later: ResourceRecord, earlier: ResourceRecord): boolean {
    return this.waiters(earlier.urn).has(later.urn);
  }

  /** URNs of all that is made after it, by any chain of needs; worked out once for each. */
  waiters(urn: string): ReadonlySet<string> {
    const known = this.waiting.get(urn);
    if (known) return known;
    this.needers ??= needersOf(this.run.resources, needs);
    const found = waitersOf(this.needers, urn);
    this.waiting.set(urn, found);
    return found;
  }

  /** The one of a type whose output has this value. */
  find(type: string, output: string, value: Json | undefined): ResourceRecord | undefined {
    return this.ofType(type).find((record) => outputAt({ ...record, id: record.id ?? "" }, output) === value);
  }
}

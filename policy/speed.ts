/** What makes the SDK of policy packs quick enough for hundreds of rules; its version is pinned. */

/**
 * The SDK reads and wraps a resource's properties anew for every policy; with hundreds of them that is most of a preview.
 * Here each is read once. Only reading is shared: what a remediation changes has been read for it alone.
 */
export function readOnce(): void {
  const remember = (module: string, name: string): void => {
    const exported = require(module) as Record<string, (value: object, forRemediation?: boolean) => object>;
    const original = exported[name]!;
    const known = new WeakMap<object, object>();
    exported[name] = (value, forRemediation) => {
      if (typeof value !== "object" || value === null || forRemediation) return original(value, forRemediation);
      const result = known.get(value) ?? original(value, forRemediation);
      if (typeof result === "object") known.set(value, result);
      return result;
    };
  };
  remember("@pulumi/policy/deserialize", "deserializeProperties");
  remember("@pulumi/policy/proxy", "unknownCheckingProxy");
}

/**
 * The policies, of which the SDK's server sees only those for the type of the resource that it judges. It walks through
 * all of them for every resource, twice, and answers for each that it does not apply: hundreds of messages for every
 * resource, which are most of what a preview with policies takes. It asks the request for its type right before it walks;
 * where it does not, as for the whole stack, it sees all of them.
 */
export class PoliciesByType<P extends { readonly name: string }> extends Array<P> {
  private asked: string | undefined;
  private known = new Map<string, readonly P[]>();

  /** Lists that `filter` and the like make are plain ones. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** Keeps an eye on the requests of the SDK. @param appliesTo whether a policy of that name sees resources of a type */
  constructor(
    policies: readonly P[],
    private readonly appliesTo: (name: string, type: string) => boolean,
  ) {
    super();
    this.push(...policies);
    const { AnalyzeRequest } = require("@pulumi/pulumi/proto/analyzer_pb") as {
      AnalyzeRequest: { prototype: { getType(): string } };
    };
    const { getType } = AnalyzeRequest.prototype;
    const policiesByType = this;
    AnalyzeRequest.prototype.getType = function typeAsked(this: object): string {
      const type = getType.call(this);
      policiesByType.asked = type;
      return type;
    };
  }

  override [Symbol.iterator](): ReturnType<P[][typeof Symbol.iterator]> {
    const type = this.asked;
    this.asked = undefined;
    return type === undefined ? super[Symbol.iterator]() : this.of(type)[Symbol.iterator]();
  }

  private of(type: string): readonly P[] {
    const known = this.known.get(type) ?? this.filter(({ name }) => this.appliesTo(name, type));
    this.known.set(type, known);
    return known;
  }
}

import { isRecord, type Json, type Properties } from "../clouds/model";
import { type Compared, type Difference, differenceOf } from "../difference/difference";
import { MASK } from "../engine/wire";

/** Names of inputs that the provider filled in by itself, as the bridge of Terraform's providers keeps them. */
const DEFAULTS = "__defaults";

/**
 * What a stack's config would change about what is there. Only what both say can be compared: an input that takes another
 * resource's output has a made-up value in a rehearsal, and one that a provider filled in is nobody's wish.
 */
export function driftOf(there: readonly Compared[], wanted: readonly Compared[]): Difference {
  const now = new Map(there.map((each) => [each.urn, each]));
  const then = new Map(wanted.map((each) => [each.urn, each]));
  return differenceOf(
    there.map((each) => comparable(each, then.get(each.urn))),
    wanted.map((each) => comparable(each, now.get(each.urn))),
  );
}

function comparable(one: Compared, other: Compared | undefined): Compared {
  const left = new Set([
    ...defaulted(one),
    ...(other ? defaulted(other) : []),
    ...taken(one),
    ...(other ? taken(other) : []),
    DEFAULTS,
  ]);
  const inputs = Object.entries(one.inputs).filter(
    ([key, value]) => !left.has(key) && value !== MASK && other?.inputs[key] !== MASK,
  );
  return { ...one, inputs: Object.fromEntries(inputs.map(([key, value]) => [key, plain(value, other?.inputs[key])])) };
}

const taken = ({ propertyDependencies }: Compared): string[] =>
  Object.entries(propertyDependencies).flatMap(([key, urns]) => (urns.length > 0 ? [key] : []));

function defaulted({ inputs }: Compared): string[] {
  const names = inputs[DEFAULTS];
  return Array.isArray(names) ? names.filter((name): name is string => typeof name === "string") : [];
}

/** Without nulls, without marks of the engine's own, and masked wherever the other side is masked. */
function plain(value: Json, other: Json | undefined): Json {
  if (other === MASK) return MASK;
  if (Array.isArray(value))
    return value.map((item, index) => plain(item, Array.isArray(other) ? other[index] : undefined));
  if (!isRecord(value)) return value;
  const result: Properties = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner === null || key === DEFAULTS || key.startsWith("pulumi.com/") || key === "app.kubernetes.io/managed-by")
      continue;
    const below = plain(inner, isRecord(other) ? other[key] : undefined);
    // A map that held nothing else is none.
    if (!(isRecord(below) && Object.keys(below).length === 0)) result[key] = below;
  }
  return result;
}

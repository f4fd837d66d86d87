/** A resource of a rehearsal, as its report in JSON tells it. */
export interface RehearsedResource {
  readonly type: string;
  readonly inputs?: unknown;
}

const OF_AWS = /^(?:aws:|pulumi:providers:aws$)/;
const ARN = /arn:aws[a-z-]*:[a-z0-9-]+:([a-z]{2}(?:-[a-z]+)+-\d):/g;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/**
 * Regions that a stack's resources on AWS are in, copy to or read from: the providers' own, each `region` among the inputs, and those
 * of the ARNs in them. So a `copyTo` or a stack that stands by elsewhere needs no list of its own.
 */
export const regionsIn = (resources: readonly RehearsedResource[]): readonly string[] =>
  [...new Set(resources.filter(({ type }) => OF_AWS.test(type)).flatMap(({ inputs }) => [...named(inputs)]))].sort();

function* named(value: unknown, key = ""): Generator<string> {
  if (typeof value === "string") {
    if (key === "region" && REGION.test(value)) yield value;
    for (const [, region] of value.matchAll(ARN)) yield region!;
  } else if (Array.isArray(value)) {
    for (const each of value) yield* named(each);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) yield* named(each, name);
  }
}

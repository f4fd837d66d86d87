/** The simulated cloud against moto, call by call: what both must say, and where moto is no measure, why. */
import { aws } from "../../../rehearsal/clouds/aws/catalogue";
import { CloudError, type Instance, type Json, outputAt, type Properties } from "../../../rehearsal/clouds/model";
import { SimulatedCloud } from "../../../rehearsal/clouds/simulated-cloud";
import { COMPARISONS, type Comparison } from "../emulator/comparisons";
import { type Answer, startEmulator } from "../emulator/emulator";

const region = "eu-central-1";
const cloud = new SimulatedCloud({ region, account: "123456789012", catalogues: [aws] });
const made = new Map<string, Instance>();

let there: readonly Answer[];
let here: readonly { readonly code: string; readonly instance?: Instance }[];

/** What the simulated cloud answers: an error's code, or `ok` and what was made. */
function ask({ request }: Comparison): { code: string; instance?: Instance } {
  try {
    if ("remove" in request) {
      const { type, id } = made.get(request.remove)!;
      cloud.delete(type, id);
      return { code: "ok" };
    }
    const urn = `urn:pulumi:dev::shop::${request.type}::${request.make}`;
    const inputs = cloud.check(request.type, urn, resolve(request.inputs as Json) as Properties);
    const instance = cloud.create(request.type, urn, inputs);
    made.set(request.make, instance);
    return { code: "ok", instance };
  } catch (error) {
    if (error instanceof CloudError) return { code: error.code };
    throw error;
  }
}

/** With the id of what was made in the place of each reference to it. */
function resolve(value: Json): Json {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== "object" || value === null) return value;
  if (typeof value["$ref"] === "string") return made.get(value["$ref"])!.id;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
}

beforeAll(async () => {
  const emulator = await startEmulator();
  try {
    there = await emulator.call(
      COMPARISONS.map(({ call }) => call),
      region,
    );
  } finally {
    await emulator.stop();
  }
  here = COMPARISONS.map(ask);
});

const codeOf = (answer: Answer) => ("code" in answer ? answer.code : "ok");

describe("refusals and deletions", () => {
  test.each(COMPARISONS.map((row, index) => [row.what, row, index] as const))("%s", (_, row, index) => {
    expect({ emulator: codeOf(there[index]!), simulated: here[index]!.code }).toEqual({
      emulator: row.emulator?.answer ?? row.answer,
      simulated: row.answer,
    });
  });

  test("most of the answers are the emulator's own", () => {
    const explained = COMPARISONS.filter(({ emulator }) => emulator !== undefined);
    expect(explained.length).toBeLessThan(COMPARISONS.length / 5);
  });
});

/** An id with its random part taken out, so that only how it is made is left. */
function shape(value: unknown): string {
  return (
    String(value)
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>")
      .replace(/(?<=-)[0-9a-f]{17}\b/g, "<17 hex>")
      .replace(/(?<=db-)[0-9A-Z]{26}\b/g, "<26>")
      .replace(/(?<=<uuid>-)\w{6}$/, "<6>")
      // The account's own part of a database's address.
      .replace(/(?<=\.)[0-9a-z]{10,12}(?=\.[a-z0-9-]+\.rds\.)/, "<account>")
      .replace(/\d+\.\d+\.\d+\.\d+/g, "<address>")
  );
}

const shapes = COMPARISONS.flatMap((row, index) =>
  Object.entries(row.shapes ?? {}).map(([path, output]) => [row.what, path, output, index] as const),
);

test.each(shapes)("%s: %s has the shape of %s", (_, path, output, index) => {
  const answer = there[index]!;
  if ("code" in answer) throw new Error(answer.message);
  const emulated = path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], answer.answer);
  expect(emulated).toBeDefined();
  expect(shape(outputAt(here[index]!.instance!, output))).toBe(shape(emulated));
});

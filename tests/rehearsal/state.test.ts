import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rehearse } from "../../rehearsal/rehearse";
import { htmlOf } from "../../rehearsal/report/page/page";
import { plain } from "../../rehearsal/report/paint";
import type { Report } from "../../rehearsal/report/report";
import { textOf } from "../../rehearsal/report/terminal";
import { reportState } from "../../rehearsal/state/report-state";

const fixture = join(__dirname, "fixtures/shop");
const folder = mkdtempSync(join(tmpdir(), "slipway-state-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As Pulumi keeps a secret in a state: closed, and open where it was exported with --show-secrets. */
const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const closed = { ...mark, ciphertext: "djE6c2VjcmV0LXRleHQ=" };
const opened = { ...mark, plaintext: '"correct-horse-battery"' };

interface Written {
  readonly urn: string;
  readonly type: string;
  readonly inputs: Record<string, unknown>;
  readonly [key: string]: unknown;
}

let planned: Report;
beforeAll(async () => {
  planned = await rehearse({ folder: fixture, stack: "dev" });
});

/** The state that deploying the fixture would have left, with some resources changed. */
function state(change: (resource: Written) => Written | undefined = (same) => same): string {
  const resources = planned.resources.flatMap((resource): Written[] => {
    const { urn, type, custom, external, parent, provider, inputs, dependencies, propertyDependencies, protect } =
      resource;
    const real = {
      ...{ urn, type, custom, external, parent, dependencies, propertyDependencies, protect },
      ...(provider ? { provider: `${provider}::id` } : {}),
      ...(custom ? { id: `real-${resource.name}` } : {}),
      // The cloud's ids are others than those of a rehearsal.
      inputs: JSON.parse(JSON.stringify(inputs).replaceAll(/"(vpc|sg|eni)-[0-9a-f]+"/g, '"$1-real"')) as Record<
        string,
        unknown
      >,
      outputs: {},
    };
    const changed = change(real as Written);
    return changed ? [changed] : [];
  });
  const file = join(folder, `export-${Math.random()}.json`);
  writeFileSync(file, JSON.stringify({ version: 3, deployment: { manifest: {}, resources } }));
  return file;
}

const report = (file: string, over: object = {}): Promise<Report> => reportState(file, { folder: fixture, ...over });
const names = (changes: readonly { name: string }[]): string[] => changes.map(({ name }) => name).sort();

test("a state that is as its config has not drifted, though every id is another", async () => {
  const { difference, counts, mode, stack, proofs, findings } = await report(state());
  expect(difference).toEqual({ created: [], deleted: [], updated: [], replaced: [] });
  expect({ mode, stack, resources: counts.resources }).toEqual({ mode: "state", stack: "dev", resources: 12 });
  expect(proofs.length).toBeGreaterThan(3);
  expect(findings.map(({ rule }) => rule)).toEqual(planned.findings.map(({ rule }) => rule));
});

test("drift is what config would change: a value set by hand, something gone, something that config does not know", async () => {
  const file = state((resource) => {
    if (resource.urn.endsWith("::shop-0-flow-logs"))
      return { ...resource, inputs: { ...resource.inputs, retentionInDays: 3 } };
    if (resource.urn.endsWith("::shop-1-flow-log")) return undefined;
    return resource.urn.endsWith("::leak") ? { ...resource, urn: `${resource.urn}-older` } : resource;
  });
  const found = await report(file);
  const { updated, created, deleted } = found.difference!;
  expect(updated.map(({ name, keys }) => [name, keys])).toEqual([["shop-0-flow-logs", ["retentionInDays"]]]);
  expect([names(created), names(deleted)]).toEqual([["leak", "shop-1-flow-log"], ["leak-older"]]);
  expect(textOf(found, { paint: plain })).toContain("Drift: what its config would change");
});

test("what a provider filled in, or the engine marked, is no drift", async () => {
  const file = state((resource) =>
    resource.urn.endsWith("-flow-logs")
      ? {
          ...resource,
          inputs: { ...resource.inputs, __defaults: ["name", "skipDestroy"], skipDestroy: false, name: "logs-1234567" },
        }
      : resource,
  );
  expect((await report(file)).difference?.updated).toEqual([]);
});

test("no secret of a state is in any form of its report, closed or open, in its place or where it has leaked to", async () => {
  const file = state((resource) => {
    const { type, urn } = resource;
    if (type === "pulumi:pulumi:Stack")
      return { ...resource, outputs: { token: opened, note: "it is correct-horse-battery" } };
    return urn.endsWith("shop-0-flow-logs")
      ? { ...resource, inputs: { ...resource.inputs, kmsKeyId: closed, tags: { a: "correct-horse-battery" } } }
      : resource;
  });
  const found = await report(file);
  for (const text of [JSON.stringify(found), htmlOf(found), textOf(found, { paint: plain, all: true })]) {
    expect(text).toContain("[secret]");
    expect(text).not.toContain("correct-horse");
    expect(text).not.toContain(closed.ciphertext);
  }
});

test("a copy that is about to go is not counted; without a config there is the report alone", async () => {
  const file = state((resource) => (resource.urn.endsWith("::leak") ? { ...resource, delete: true } : resource));
  const alone = await reportState(file, { folder });
  expect(alone.counts.resources).toBe(11);
  expect(alone.difference).toBeUndefined();
});

test.each([
  ["no JSON", "{", /not JSON/],
  ["no state", "{}", /This is no state/],
  ["nothing in it", '{"deployment":{"resources":[]}}', /holds no resource/],
])("%s is refused in plain words", async (_, content, message) => {
  const file = join(folder, "wrong.json");
  writeFileSync(file, content);
  await expect(report(file)).rejects.toThrow(message);
});

test("another stack's state is refused", async () =>
  expect(report(state(), { stack: "open" })).rejects.toThrow(/is the state of fixture dev, not of open/));

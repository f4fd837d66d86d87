import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { judge, judgeStack } from "../../policy/judge";
import { isDict } from "../../policy/read";
import { pathsOf } from "../../policy/repair";
import { isStackRule, type ResourceRule } from "../../policy/rule";
import { ALL_RULES, PACKS } from "../../policy/rules";
import { allCatalogues } from "../../rehearsal/clouds/catalogues";
import { atlasCases } from "./cases/atlas";
import { awsData } from "./cases/aws-data";
import { awsServices } from "./cases/aws-services";
import { azure } from "./cases/azure";
import { backup } from "./cases/backup";
import { cluster } from "./cases/cluster";
import { dataResidency } from "./cases/data-residency";
import { encryption } from "./cases/encryption";
import { gcp } from "./cases/gcp";
import { identity } from "./cases/identity";
import { kubernetes } from "./cases/kubernetes";
import { network } from "./cases/network";
import { rbac } from "./cases/rbac";
import { reliability } from "./cases/reliability";
import { stacks } from "./cases/stacks";
import { tagging } from "./cases/tagging";
import { workloads } from "./cases/workloads";
import type { CaseTable } from "./support/cases";
import { type Case, settings } from "./support/resources";

const CASES: CaseTable = {
  ...encryption,
  ...network,
  ...backup,
  ...identity,
  ...tagging,
  ...reliability,
  ...workloads,
  ...atlasCases,
  ...awsData,
  ...awsServices,
  ...gcp,
  ...azure,
  ...dataResidency,
  ...kubernetes,
  ...cluster,
  ...rbac,
  ...stacks,
};
const POLICY = join(__dirname, "../../policy");
const REGIONS = ["eu-west-1", "europe-west1", "West Europe"];
const prod = settings({ "slipway:policy": { regions: REGIONS } });

const repairing = (rule: string) =>
  settings({ "slipway:policy": { regions: REGIONS, levels: { [rule]: "remediate" } } });
const REPAIRS = ALL_RULES.filter((rule): rule is ResourceRule => !isStackRule(rule) && rule.remediate !== undefined);

/** The dotted paths of what differs between two values. */
function changes(before: unknown, after: unknown, path = ""): readonly string[] {
  if (isDict(after)) {
    const old = isDict(before) ? before : {};
    return [...new Set([...Object.keys(old), ...Object.keys(after)])].flatMap((key) =>
      changes(old[key], after[key], path ? `${path}.${key}` : key),
    );
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
}

/** The rules that find fault with a stack, with every rule at work and prod's levels. */
const faults = (stack: Case, context = {}): readonly string[] => [
  ...new Set(judge(stack, { ...prod, ...context }).map((finding) => finding.rule)),
];

describe("the catalogue", () => {
  it("gives every rule passing, failing and unknown cases, and no case to a rule that is not there", () => {
    expect(Object.keys(CASES).sort()).toEqual(ALL_RULES.map((rule) => rule.name).sort());
    for (const [name, { pass, fail, unknown }] of Object.entries(CASES))
      expect([name, pass.length > 0, fail.length > 0, unknown.length > 0]).toEqual([name, true, true, true]);
  });

  it.each([
    ["aws:", 80],
    ["gcp:", 25],
    ["azure-native:", 25],
    ["", 290],
  ])("has rules for %s, %i or more", (prefix, least) => {
    const rules = ALL_RULES.filter(({ types }) => types.some((type) => type.startsWith(prefix)));
    expect(rules.length).toBeGreaterThanOrEqual(least);
  });

  it("has at least 1,500 cases, and 20 rules that repair", () => {
    const cases = Object.values(CASES).flatMap(({ pass, fail, unknown }) => [...pass, ...fail, ...unknown]);
    expect(cases.length).toBeGreaterThanOrEqual(1500);
    expect(REPAIRS.length).toBeGreaterThanOrEqual(20);
  });

  it("names every rule once, in kebab-case, after its file in its pack's folder", () => {
    expect(new Set(ALL_RULES.map((rule) => rule.name)).size).toBe(ALL_RULES.length);
    for (const { name, pack } of ALL_RULES) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect([name, existsSync(join(POLICY, pack, `${name}.ts`))]).toEqual([name, true]);
    }
  });

  it("lists every rule file", () => {
    const files = PACKS.flatMap((pack) => readdirSync(join(POLICY, pack)).map((file) => file.replace(/\.ts$/, "")));
    // A pack's own list is rules.ts.
    const rules = files.filter((file) => file !== "rules");
    expect(rules.sort()).toEqual(ALL_RULES.map((rule) => rule.name).sort());
  });

  it("keeps rule and pack names apart, so that a level means one thing", () => {
    expect(ALL_RULES.filter((rule) => PACKS.includes(rule.name))).toEqual([]);
  });

  it.each(ALL_RULES.map((rule) => [rule.name, rule] as const))(
    "%s says why, how to mend it, and where to read on",
    (_, rule) => {
      for (const text of [rule.description, rule.why, rule.mend, rule.onUnknown.text])
        expect(text).toMatch(/^\S.{15,}\S$/);
      expect(rule.description).toMatch(/\.$/);
      expect(rule.link).toMatch(/^https:\/\//);
      expect(rule.types.length).toBeGreaterThan(0);
      expect(new Set(rule.types).size).toBe(rule.types.length);
    },
  );

  it("says of each repair why it is safe", () => {
    const silent = ALL_RULES.filter(
      (rule) => !isStackRule(rule) && rule.remediate && !/^.{30,}\.$/.test(rule.inPlace ?? ""),
    );
    expect(silent.map((rule) => rule.name)).toEqual([]);
  });

  it('starts at "remediate" only what can repair', () => {
    const stuck = ALL_RULES.filter((rule) => rule.level === "remediate" && (isStackRule(rule) || !rule.remediate));
    expect(stuck).toEqual([]);
  });
});

describe.each(Object.entries(CASES))("%s", (name, { pass, fail, unknown, context }) => {
  it.each(pass.map((stack, index) => [index + 1, stack] as const))("passes good case %i", (_, stack) => {
    expect(faults(stack, context?.pass)).toEqual([]);
  });
  it.each(fail.map((stack, index) => [index + 1, stack] as const))("alone fails bad case %i", (_, stack) => {
    expect(faults(stack, context?.fail)).toEqual([name]);
  });
  it.each(unknown.map((stack, index) => [index + 1, stack] as const))("is silent on unknown case %i", (_, stack) => {
    expect(faults(stack, context?.unknown)).toEqual([]);
  });
});

describe("repairs", () => {
  const judgedBy = (rule: ResourceRule) =>
    (CASES[rule.name]?.fail ?? []).map((stack) => ({ stack, subject: stack[0] }));
  const patchOf = (rule: ResourceRule, stack: Case) => rule.remediate?.(stack[0], prod);

  it.each(REPAIRS.map((rule) => [rule.name, rule] as const))("%s mends bad cases, and nothing else", (name, rule) => {
    const mended = judgedBy(rule).flatMap(({ stack, subject }) => {
      const patch = patchOf(rule, stack);
      if (!patch) return [];
      const { findings, resources } = judgeStack(stack, repairing(name));
      // Whatever stood there before is unchanged but for the paths that the patch names, and every rule is content.
      expect([...new Set(findings.map(({ rule: found, level }) => `${found} ${level}`))]).toEqual([
        `${name} remediate`,
      ]);
      const changed = changes(subject.props, resources[0]?.props);
      expect(changed.length).toBeGreaterThan(0);
      expect(pathsOf(patch)).toEqual(expect.arrayContaining([...changed]));
      expect(judge(resources, prod)).toEqual([]);
      return [name];
    });
    expect(mended.length).toBeGreaterThan(0);
  });

  it.each(REPAIRS.map((rule) => [rule.name, rule] as const))("%s leaves good and unknown cases alone", (name, rule) => {
    const { pass, unknown } = CASES[name] ?? { pass: [], unknown: [] };
    for (const stack of [...pass, ...unknown]) expect(patchOf(rule, stack)).toBeUndefined();
  });

  it("replace nothing: no repaired property is one that its type is replaced for", () => {
    const models = new Map(allCatalogues.map((catalogue) => [catalogue.provider, catalogue]));
    const judged = REPAIRS.flatMap((rule) =>
      judgedBy(rule).flatMap(({ stack, subject }) => {
        const model = models.get(subject.type.split(":")[0] ?? "")?.type(subject.type);
        return model ? [{ name: rule.name, model, set: Object.keys(patchOf(rule, stack) ?? {}) }] : [];
      }),
    );
    expect(judged.length).toBeGreaterThan(20);
    const replacing = judged.filter(({ model, set }) => set.some((key) => model.replaceOn?.includes(key)));
    expect(replacing.map(({ name }) => name)).toEqual([]);
  });
});

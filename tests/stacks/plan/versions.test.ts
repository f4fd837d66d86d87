import { eksVersions } from "../../../components/clouds/aws/versions";
import { type ChartKey, charts } from "../../../components/helm/versions";
import { versionsInput } from "../../../stacks/plan/versions/input";
import { type SupportTable, type VersionsInput, versionsOf } from "../../../stacks/plan/versions/skew";
import { chartSupport, kubernetesSupport, postgresSupport } from "../../../stacks/plan/versions/support";
import { fileStack, stackConfig } from "../../support/configs";

const all: VersionsInput = {
  ...{ cloud: "aws", kubernetes: "1.35", charts: Object.keys(charts) as ChartKey[], postgres: { db: "17" } },
};
const long = new Date("2026-08-01T12:00:00Z");
const table = (over: Partial<SupportTable["charts"]>): SupportTable => ({
  ...{ kubernetes: kubernetesSupport, postgres: postgresSupport, charts: { ...chartSupport, ...over } },
});

describe("the table", () => {
  test.each(Object.entries(chartSupport))(
    "%s is of the release that is pinned, and names its source",
    (key, support) => {
      expect(charts[key as ChartKey].version.startsWith(support.release)).toBe(true);
      expect(support.source.length).toBeGreaterThan(10);
      expect(support.kubernetes.from.localeCompare(support.kubernetes.to, "en", { numeric: true })).toBeLessThanOrEqual(
        0,
      );
    },
  );

  test.each(eksVersions)(
    "Kubernetes %s is on offer: every chart runs on it, and its last day is known",
    (kubernetes) => {
      const { rows, findings } = versionsOf({ ...all, kubernetes });
      expect(findings.filter(({ level }) => level === "error")).toEqual([]);
      expect(rows[0]).toMatchObject({
        what: "Kubernetes",
        version: kubernetes,
        ends: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
      });
      expect(rows).toHaveLength(Object.keys(charts).length + 2);
    },
  );

  test.each(["15", "16", "17", "18"])("PostgreSQL %s has its last day", (version) =>
    expect(postgresSupport["aws"]?.[version]?.ends).toMatch(/^20\d\d-\d\d-\d\d$/),
  );
});

test("a chart that does not run on the cluster's version is an error; one that was not tried there, a warning", () => {
  const karpenter = { ...chartSupport.karpenter!, kubernetes: { from: "1.29", to: "1.34" } };
  const [refused] = versionsOf({ ...all, charts: ["karpenter"] }, undefined, table({ karpenter })).findings;
  expect(refused).toMatchObject({ level: "error", path: "cluster.version" });
  expect(refused?.message).toBe("chart karpenter 1.14.1 does not run on Kubernetes 1.35");
  const [untested] = versionsOf({ ...all, charts: ["keda"], kubernetes: "1.36" }).findings;
  expect(untested).toMatchObject({ level: "warning", allowed: expect.stringContaining("1.33–1.35") });
  // 1.9 is older than 1.29.
  expect(versionsOf({ ...all, charts: ["karpenter"], kubernetes: "1.9" }).findings[0]?.level).toBe("error");
  expect(versionsOf({ ...all, charts: ["keda"], kubernetes: "1.20" }).findings[0]?.level).toBe("warning");
  expect(versionsOf({ ...all, charts: ["external-secrets"], kubernetes: "1.18" }).findings[0]?.level).toBe("error");
});

describe("the end of support", () => {
  const said = (kubernetes: string, day: string) =>
    versionsOf({ ...all, kubernetes, charts: [] }, new Date(`${day}T12:00:00Z`)).findings.map(({ message }) => message);
  test.each([
    ["long before", "2026-08-01", []],
    ["90 days before", "2026-12-28", ["support of Kubernetes 1.35 ends on 2027-03-27, in 90 days"]],
    ["on the day", "2027-03-27", ["support of Kubernetes 1.35 ends on 2027-03-27, in 1 days"]],
    ["after it", "2027-04-02", ["support of Kubernetes 1.35 ended on 2027-03-27"]],
  ])("%s", (_, day, expected) => expect(said("1.35", day)).toEqual(expected));

  test("is no error, says what comes after, and is not spoken of without a clock", () => {
    const late = versionsOf({ ...all, charts: [] }, new Date("2029-01-01T00:00:00Z")).findings;
    expect(late.map(({ level }) => level)).toEqual(["warning"]);
    expect(late[0]?.mend).toContain("until 2028-03-28".slice(0, 13));
    expect(versionsOf({ ...all, charts: [] }).findings).toEqual([]);
  });
});

test("a stack is asked for what it runs: its add-ons' charts and its databases", () => {
  const input = versionsInput(fileStack("Pulumi.prod.yaml"));
  expect(input).toMatchObject({ cloud: "aws", kubernetes: "1.35", postgres: { db: "17" } });
  expect(input.charts).toEqual(expect.arrayContaining(["karpenter", "karpenter-crd", "cert-manager", "envoy-gateway"]));
  expect(input.charts).not.toContain("istiod");
  expect(versionsInput(stackConfig({ addons: { istio: true } })).charts).toContain("istiod");
  expect(versionsOf(input, long).findings).toEqual([]);
});

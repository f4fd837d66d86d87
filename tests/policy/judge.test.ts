import { judge, judgeStack, policySettings } from "../../policy/judge";
import { defaultLevel, levelOf } from "../../policy/levels";
import { at, isUnknown, itemsAt, stringsAt, UNKNOWN } from "../../policy/read";
import { patched, pathsOf } from "../../policy/repair";
import type { Environment, Level, Rule } from "../../policy/rule";
import { ALL_RULES } from "../../policy/rules";
import { PolicySettingsError } from "../../policy/settings";
import { stackOf } from "../../policy/stack";
import * as r from "./support/resources";

const { U } = r;
const rule = (name: string): Rule => {
  const found = ALL_RULES.find((each) => each.name === name);
  if (!found) throw new Error(`no rule ${name}`);
  return found;
};
const policy = (value: unknown, environment: Environment = "prod") =>
  r.settings({ "slipway:policy": JSON.stringify(value), "slipway:environment": environment });
/** Who answers for an exemption, and until when. */
const ANSWERED = { owner: "team", expires: "2026-12-31" };
const problems = (config: r.Dict): readonly string[] => {
  try {
    policySettings({ project: "slipway", stack: "prod", config, now: r.NOW });
  } catch (error) {
    if (error instanceof PolicySettingsError) return error.problems;
    throw error;
  }
  return [];
};

describe("levels", () => {
  it.each<[string, Environment, Level]>([
    ["rds-deletion-protection", "dev", "advisory"],
    ["rds-deletion-protection", "staging", "mandatory"],
    ["rds-deletion-protection", "prod", "mandatory"],
    ["rds-multi-az", "dev", "disabled"],
    ["rds-multi-az", "staging", "advisory"],
    ["rds-multi-az", "prod", "mandatory"],
    ["rds-storage-encrypted", "dev", "mandatory"],
    ["required-tags", "dev", "remediate"],
    ["gp3-volumes", "prod", "advisory"],
  ])("%s in %s is %s", (name, environment, level) => {
    expect(defaultLevel(rule(name), environment)).toBe(level);
    expect(levelOf(rule(name), { environment, levels: {} })).toBe(level);
  });

  it("takes the config's level for a rule before its pack's, and that before the rule's own", () => {
    const { levels } = policy({ levels: { backup: "advisory", "rds-copy-tags": "disabled" } });
    expect(levelOf(rule("rds-backup-retention"), { environment: "prod", levels })).toBe("advisory");
    expect(levelOf(rule("rds-copy-tags"), { environment: "prod", levels })).toBe("disabled");
    expect(levelOf(rule("rds-multi-az"), { environment: "prod", levels })).toBe("mandatory");
  });

  it('takes "remediate" for "mandatory" where a rule cannot repair', () => {
    const { levels } = policy({ levels: { network: "remediate" } });
    expect(levelOf(rule("eks-endpoint-limited"), { environment: "prod", levels })).toBe("mandatory");
    expect(levelOf(rule("database-not-public"), { environment: "prod", levels })).toBe("remediate");
    expect(levelOf(rule("vpc-flow-log"), { environment: "prod", levels })).toBe("mandatory");
  });

  it("reports findings at the environment's level, and none of a disabled rule", () => {
    const weak = r.rds({ deletionProtection: false, multiAz: false, tags: { Environment: undefined } });
    const found = (environment: Environment) =>
      judge(weak, policy({}, environment))
        .filter((finding) => finding.rule !== "required-tags")
        .map(({ rule: name, level }) => [name, level]);
    expect(found("dev")).toEqual([["rds-deletion-protection", "advisory"]]);
    expect(found("staging")).toEqual([
      ["rds-deletion-protection", "mandatory"],
      ["rds-multi-az", "advisory"],
    ]);
  });
});

describe("a finding", () => {
  it("says where, what, how bad and how to mend it", () => {
    expect(judge(r.redis({ authToken: undefined }), r.settings())).toEqual([
      {
        rule: "elasticache-auth",
        pack: "encryption",
        level: "mandatory",
        severity: "high",
        urn: "urn:pulumi:prod::shop::aws:elasticache/replicationGroup:ReplicationGroup::subject",
        type: "aws:elasticache/replicationGroup:ReplicationGroup",
        name: "subject",
        message: "it asks for no token and no user",
        mend: "Give authToken (from a secret) or userGroupIds.",
        link: expect.stringMatching(/^https:/),
        reason: undefined,
      },
    ]);
  });

  it.each<[string, r.Case, string]>([
    ["rds-backup-retention", r.rds({ backupRetentionPeriod: 3 }), "its backups are kept for 3 days"],
    [
      "no-world-ingress",
      r.ingressRule({ cidrIpv4: "0.0.0.0/0", fromPort: 20, toPort: 25 }),
      "it lets the whole internet in on tcp 20–25",
    ],
    [
      "no-world-ingress",
      r.ingressRule({ cidrIpv4: "0.0.0.0/0", ipProtocol: "-1" }),
      "it lets the whole internet in on every port",
    ],
    [
      "required-tags",
      r.key({ tags: { Owner: undefined, CostCenter: undefined } }),
      "it lacks the tags Owner, CostCenter",
    ],
    ["no-plaintext-secrets", r.release({ a: [{ token: "abc" }] }), "values.a[0].token holds a secret in plain text"],
    ["baseline-capabilities", r.guarded({ capabilities: { add: ["SYS_ADMIN"] } }), 'container "api" adds SYS_ADMIN'],
    ["k8s-role-no-wildcards", r.clusterRole({ rules: [{ verbs: ["*"] }] }), 'rules[0].verbs is "*"'],
    ["environment-tag", r.key({ tags: { Environment: "dev" } }), 'its Environment is "dev" in a prod stack'],
  ])("of %s says what was found", (name, stack, message) => {
    const settings = policy({ levels: { "required-tags": "mandatory" } });
    expect(judge(stack, settings).map((finding) => [finding.rule, finding.message])).toEqual([[name, message]]);
  });

  it("is given for what is known beside what is not", () => {
    const found = judge(
      r.accessBlock({ blockPublicAcls: U, blockPublicPolicy: false }),
      policy({ levels: { network: "mandatory" } }),
    );
    expect(found.map(({ rule: name }) => name)).toEqual(["public-access-block-complete"]);
    const mixed = r.workload({
      containers: [r.container({ securityContext: U }), r.container({ securityContext: { privileged: true } })],
    });
    expect(judge(mixed, r.settings()).map(({ rule: name }) => name)).toEqual(["no-privileged"]);
  });
});

describe("repairs", () => {
  const repaired = (stack: r.Case, config: r.Dict = {}) => {
    const { findings, resources } = judgeStack(stack, r.settings(config));
    return {
      props: resources[0]?.props,
      found: findings.map(({ rule: name, level, message }) => [name, level, message]),
    };
  };

  it("add the missing tags, and keep those that are there", () => {
    const given = r.key({ tags: { Owner: "another", CostCenter: undefined, Name: "key" } });
    expect(repaired(given)).toEqual({
      props: { enableKeyRotation: true, tags: { ...r.TAGS, Owner: "another", Name: "key" } },
      found: [["required-tags", "remediate", "set tags.CostCenter"]],
    });
    expect(given[0].props["tags"]).not.toHaveProperty("CostCenter");
  });

  it("add all tags to what has none, and none to what has unknown ones", () => {
    expect(repaired(r.key({ tags: undefined })).props).toEqual({ enableKeyRotation: true, tags: r.TAGS });
    expect(repaired(r.key({ tags: U })).props).toEqual({ enableKeyRotation: true, tags: U });
  });

  it("leave a mandatory finding for a tag that nobody knows", () => {
    expect(
      repaired(r.key({ tags: { Owner: undefined, Stack: undefined } }), { "slipway:owner": undefined }).found,
    ).toEqual([
      ["required-tags", "remediate", "set tags.Stack"],
      ["required-tags", "mandatory", "it lacks the tag Owner"],
    ]);
  });

  it("add the labels that follow from names", () => {
    const { props, found } = repaired(r.workload({}, undefined, { labels: undefined }));
    expect(at(props, "metadata.labels")).toEqual({
      "app.kubernetes.io/name": "api",
      "app.kubernetes.io/part-of": "slipway",
      "app.kubernetes.io/managed-by": "slipway",
    });
    expect(found.map(([, level]) => level)).toEqual(["remediate"]);
  });

  it.each<[string, r.Case, r.Dict]>([
    ["kms-rotation", r.key({ enableKeyRotation: false }), { enableKeyRotation: true }],
    [
      "public-access-block-complete",
      r.accessBlock({ blockPublicAcls: false }),
      { blockPublicAcls: true, ignorePublicAcls: true },
    ],
    ["database-not-public", r.rds({ publiclyAccessible: true }), { publiclyAccessible: false }],
    [
      "imdsv2-required",
      r.template({ metadataOptions: { httpTokens: "optional" } }),
      { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 } },
    ],
    ["rds-copy-tags", r.rds({ copyTagsToSnapshot: undefined }), { copyTagsToSnapshot: true }],
    ["log-retention", r.logGroup({ retentionInDays: undefined }), { retentionInDays: 90 }],
    [
      "eks-control-plane-logs",
      r.eks({ enabledClusterLogTypes: ["api"] }),
      { enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"] },
    ],
  ])("%s sets what is wrong", (name, stack, after) => {
    const { props, found } = repaired(stack, { "slipway:policy": { levels: { [name]: "remediate" } } });
    expect(props).toMatchObject(after);
    expect(found).toEqual([[name, "remediate", expect.stringMatching(/^set /)]]);
    const again = judgeStack([r.resource(stack[0].type, "subject", props as r.Dict)], r.settings());
    expect(again.findings).toEqual([]);
  });

  it("do nothing to what is exempt, advisory or good", () => {
    const exemptions = [
      { ...ANSWERED, rule: "kms-rotation", resource: "subject", reason: "an old key that only decrypts" },
    ];
    const bad = r.key({ enableKeyRotation: false });
    expect(repaired(bad, { "slipway:policy": { exemptions } }).props).toBe(bad[0].props);
    expect(repaired(bad, { "slipway:policy": { levels: { encryption: "advisory" } } }).props).toBe(bad[0].props);
    const good = r.key();
    expect(judgeStack(good, r.settings()).resources[0]).toBe(good[0]);
  });

  it("merge into maps, keep what is unknown, and name their paths", () => {
    expect(patched({ a: { b: 1 }, u: UNKNOWN }, { a: { c: 2 }, u: { x: 1 }, d: { e: true } })).toEqual({
      a: { b: 1, c: 2 },
      u: UNKNOWN,
      d: { e: true },
    });
    expect(pathsOf({ a: { c: 2 }, d: ["x"] })).toEqual(["a.c", "d"]);
  });
});

describe("exemptions", () => {
  const exempt = (resource: string, name = "rds-multi-az") => ({
    "slipway:policy": { exemptions: [{ ...ANSWERED, rule: name, resource, reason: "a reporting copy" }] },
  });
  const levels = (config: r.Dict) =>
    judge(r.rds({ multiAz: false }), r.settings(config)).map((each) => [each.level, each.reason]);

  it.each(["subject", "sub*", "*ject", "*"])("cover %s", (glob) => {
    expect(levels(exempt(glob))).toEqual([["exempt", "a reporting copy"]]);
  });
  it.each(["subj", "sub.ect", "Subject"])("do not cover %s", (glob) => {
    expect(levels(exempt(glob))).toEqual([["mandatory", undefined]]);
  });
  it("hold for their own rule only", () => {
    expect(levels(exempt("*", "rds-copy-tags"))).toEqual([["mandatory", undefined]]);
  });
  it("are there from the first day for the node exporter's own namespace, and for no other", () => {
    const privileged = (name: string) => {
      const [{ type, props }] = r.namespace({
        metadata: { labels: { "pod-security.kubernetes.io/enforce": "privileged" } },
      });
      return judge([r.resource(type, name, props as r.Dict)], r.settings()).map(({ level }) => level);
    };
    expect(privileged("shop-prod-node-exporter-namespace")).toEqual(["exempt"]);
    expect(privileged("shop-prod-monitoring")).toEqual(["mandatory"]);
  });
  it("are listed when nothing needs them, and so are overrides of what is not there", () => {
    const settings = r.settings({
      ...exempt("subject", "rds-copy-tags"),
      "slipway:overrides": [
        { resource: "gone", action: "delete", reason: "it moved to another stack", expires: "2026-12-31" },
      ],
    });
    expect(judgeStack(r.rds({ multiAz: false }), settings).unused).toEqual([
      "the exemption of subject from rds-copy-tags (team) covers no finding",
      "the override to delete gone names no resource of this stack",
    ]);
    expect(judgeStack(r.rds({ multiAz: false }), r.settings(exempt("subject"))).unused).toEqual([]);
  });

  it("follow from an override, for what protects the one resource that it names", () => {
    const override = { resource: "subject", action: "replace", reason: "a new major version", expires: "2026-12-31" };
    const weak = r.rds({ deletionProtection: false, multiAz: false }, { options: { protect: false } });
    const found = (overrides: unknown[]) =>
      judge(weak, r.settings({ "slipway:overrides": overrides })).map((each) => [each.rule, each.level]);
    expect(found([override])).toEqual([
      ["rds-deletion-protection", "exempt"],
      ["rds-multi-az", "mandatory"],
      ["stateful-protected", "exempt"],
    ]);
    expect(found([{ ...override, resource: "subject2" }])[0]).toEqual(["rds-deletion-protection", "mandatory"]);
  });

  it("hold for stack rules, too", () => {
    const found = judge(r.vpc(["a"]), r.settings(exempt("subject", "zones")));
    expect(found.map(({ level }) => level)).toEqual(["exempt"]);
  });
});

describe("settings", () => {
  it("take the strictest environment and the defaults where nothing is said", () => {
    const settings = policySettings({ project: "slipway", stack: "pr-7", config: {}, now: r.NOW });
    expect(settings).toMatchObject({ environment: "prod", levels: {}, exemptions: [] });
    expect(settings.requiredTags).toEqual(Object.keys(r.TAGS));
    expect(settings.tagValues).toEqual({
      Project: "slipway",
      Stack: "pr-7",
      Environment: "prod",
      ManagedBy: "slipway",
    });
  });

  it("read other required tags and labels", () => {
    const { requiredTags, requiredLabels } = policy({ requiredTags: ["Team"], requiredLabels: ["app"] });
    expect([requiredTags, requiredLabels]).toEqual([["Team"], ["app"]]);
    expect(judge(r.key({ tags: {} }), policy({ requiredTags: ["Team"] })).map(({ message }) => message)).toEqual([
      "it lacks the tag Team",
    ]);
  });

  it("report every problem at once", () => {
    const exemptions = [
      { ...ANSWERED, rule: "rds-multi-az", resource: "db" },
      { ...ANSWERED, rule: "no-such-rule", resource: "db", reason: "because", until: "2027" },
      "everything",
    ];
    const config = {
      "slipway:environment": "production",
      "slipway:policy": JSON.stringify({
        levels: { "rds-multi-as": "advisory", network: "off" },
        exemptions,
        requiredTags: "Owner",
        level: {},
      }),
    };
    expect(problems(config)).toEqual([
      'slipway:environment: "production" is none of dev, staging, prod',
      "slipway:policy.level: unknown; use levels, exemptions, requiredTags, requiredLabels, regions, registries, maxPods, rpoHours, monthlyBudget",
      'slipway:policy.levels.rds-multi-as: there is no rule or pack "rds-multi-as"',
      'slipway:policy.levels.network: "off" is no level; use mandatory, advisory, remediate, disabled',
      "slipway:policy.exemptions[0].reason: missing; say why the finding is accepted",
      "slipway:policy.exemptions[1].until: unknown; use rule, resource, reason, owner, expires",
      "slipway:policy.exemptions[2].rule: missing; give the rule",
      "slipway:policy.exemptions[2].resource: missing; give the resource",
      "slipway:policy.exemptions[2].reason: missing; say why the finding is accepted",
      "slipway:policy.exemptions[2].owner: missing; say who answers for it",
      'slipway:policy.exemptions[2].expires: missing; give the last day on which it holds, as "2027-03-31"',
      'slipway:policy.exemptions[1].rule: there is no rule "no-such-rule"',
      'slipway:policy.requiredTags: "Owner" is not a list of strings',
    ]);
  });

  it("let exemptions and overrides end, on the day that they name and not before", () => {
    const exemptions = [
      { rule: "zones", resource: "x", reason: "a test of one zone", owner: "team", expires: "2026-11-21" },
    ];
    expect(problems({ "slipway:policy": { exemptions } })).toEqual([]);
    // As YAML readers hand a day over that stands there without quotes.
    for (const expires of ["2026-11-21T00:00:00Z", "2026-11-21 00:00:00 +0000 UTC"])
      expect(problems({ "slipway:policy": { exemptions: [{ ...exemptions[0], expires }] } })).toEqual([]);
    const over = { ...exemptions[0], expires: "2026-11-20" };
    expect(problems({ "slipway:policy": { exemptions: [over] } })).toEqual([
      "slipway:policy.exemptions[0].expires: it expired on 2026-11-20; mend what it was for, or decide anew",
    ]);
    const override = { resource: "shop-db", action: "replace", reason: "a new major version", expires: "2026-11-20" };
    expect(problems({ "slipway:overrides": [override, { ...override, resource: "*", action: "drop" }] })).toEqual([
      "slipway:overrides[0].expires: it expired on 2026-11-20; mend what it was for, or decide anew",
      "slipway:overrides[1].expires: it expired on 2026-11-20; mend what it was for, or decide anew",
      'slipway:overrides[1].action: "drop" is none of replace, delete',
      "slipway:overrides[1].resource: name one resource, without *",
    ]);
    expect(problems({ "slipway:overrides": [{ ...override, expires: "31.12.2026" }] })).toEqual([
      'slipway:overrides[0].expires: "31.12.2026" is no day; write it as "2027-03-31"',
    ]);
  });

  it("take a level for each environment", () => {
    const levels = { zones: { dev: "mandatory", prod: "advisory" }, network: { staging: "disabled" } };
    expect(policy({ levels }, "prod").levels).toEqual({ zones: "advisory" });
    expect(policy({ levels }, "dev").levels).toEqual({ zones: "mandatory" });
    expect(policy({ levels }, "staging").levels).toEqual({ network: "disabled" });
    expect(problems({ "slipway:policy": { levels: { zones: { qa: "advisory", prod: "off" } } } })).toEqual([
      "slipway:policy.levels.zones.qa: qa is none of dev, staging, prod",
      'slipway:policy.levels.zones.prod: "off" is no level; use mandatory, advisory, remediate, disabled',
    ]);
  });

  it("take amounts above 0", () => {
    expect(policy({ maxPods: 9, rpoHours: 1, monthlyBudget: 500 })).toMatchObject({ maxPods: 9, rpoHours: 1 });
    expect(problems({ "slipway:policy": { rpoHours: "1", maxPods: 0 } })).toEqual([
      "slipway:policy.maxPods: 0 is not a number above 0",
      'slipway:policy.rpoHours: "1" is not a number above 0',
    ]);
  });

  it.each<[string, unknown, string]>([
    ["a policy that is no object", "[]", "slipway:policy: give an object"],
    ["a policy that is no JSON", "{", "slipway:policy: give an object"],
    ["levels that are a list", { levels: [] }, "slipway:policy.levels: give an object of rule or pack → level"],
    [
      "exemptions that are no list",
      { exemptions: {} },
      "slipway:policy.exemptions: give a list of { rule, resource, reason, owner, expires }",
    ],
    [
      "a blank reason",
      { exemptions: [{ ...ANSWERED, rule: "zones", resource: "*", reason: " " }] },
      "slipway:policy.exemptions[0].reason: missing; say why the finding is accepted",
    ],
  ])("refuse %s", (_, value, problem) => {
    expect(problems({ "slipway:policy": value })).toEqual([problem]);
  });
});

describe("what a release renders", () => {
  const inside = (name: string, patch: r.Dict) => {
    const [each] = r.guarded(patch);
    return { ...each, name: `subject/Deployment/${name}` };
  };
  const release = (values: r.Dict, ...manifests: ReturnType<typeof inside>[]): r.Case => [
    { ...r.release(values)[0], manifests },
  ];
  const found = (stack: r.Case, config: r.Dict = {}) =>
    judge(stack, r.settings(config)).map((each) => [each.rule, each.name, each.level]);

  it("is judged by the rules for its kinds, and its values no longer by guessing", () => {
    const weak = { securityContext: { privileged: true } };
    expect(found(r.release(weak))).toEqual([["no-privileged", "subject", "mandatory"]]);
    expect(found(release(weak, inside("a", {})))).toEqual([]);
    expect(found(release({}, inside("a", { privileged: true }), inside("b", {})))).toEqual([
      ["no-privileged", "subject/Deployment/a", "mandatory"],
    ]);
  });

  it("is exempted by object, or all of a release at once", () => {
    const exempt = (resource: string) => ({
      "slipway:policy": { exemptions: [{ ...ANSWERED, rule: "no-privileged", resource, reason: "it loads a driver" }] },
    });
    const stack = release({}, inside("a", { privileged: true }), inside("b", { privileged: true }));
    const levels = (resource: string) => found(stack, exempt(resource)).map(([, , level]) => level);
    expect(levels("subject")).toEqual(["exempt", "exempt"]);
    expect(levels("subject/Deployment/b")).toEqual(["mandatory", "exempt"]);
    expect(levels("subj")).toEqual(["mandatory", "mandatory"]);
  });

  it("cannot be repaired here, so that a rule which repairs leaves it to the chart", () => {
    const [each] = r.workload({}, undefined, { labels: undefined });
    expect(found(release({}, each))).toEqual([]);
    expect(found(release({}, each), { "slipway:policy": { levels: { tagging: "advisory" } } })).toEqual([
      ["required-labels", "subject", "advisory"],
    ]);
  });
});

describe("the stack", () => {
  const [bucket] = r.bucket();
  const block = (props: r.Dict, sources?: Record<string, string[]>) =>
    r.resource("t", "block", props, sources ? { propertyDependencies: sources } : {});
  const refers = (from: ReturnType<typeof block>, to = bucket) =>
    stackOf([from, to]).referring("t", "bucket", to).length === 1;

  it("links by the engine's record, else by a known name", () => {
    expect(refers(block({ bucket: U }, { bucket: [bucket.urn] }))).toBe(true);
    expect(refers(block({ bucket: U }, { bucket: ["urn:other"] }))).toBe(false);
    expect(refers(block({ bucket: "media" }), { ...bucket, props: { bucket: "media" } })).toBe(true);
    expect(refers(block({ bucket: "media" }), { ...bucket, props: { bucket: "other" } })).toBe(false);
    expect(refers(block({}))).toBe(false);
  });

  it("counts a reference that cannot be told as one", () => {
    expect(refers(block({ bucket: U }))).toBe(true);
  });
});

describe("reading", () => {
  it("follows paths through blocks of one, and stops at the unknown", () => {
    expect(at({ a: [{ b: 1 }] }, "a.b")).toBe(1);
    expect(at({ a: [{ b: 1 }, { b: 2 }] }, "a.b")).toBeUndefined();
    expect(at({ a: UNKNOWN }, "a.b.c")).toBe(UNKNOWN);
    expect(at({ a: [UNKNOWN] }, "a.b")).toBe(UNKNOWN);
    expect(at(undefined, "a")).toBeUndefined();
  });

  it("gives known items only", () => {
    expect(itemsAt({ a: [1, UNKNOWN] }, "a")).toEqual([1]);
    expect(stringsAt({ a: "x" }, "a")).toEqual(["x"]);
    expect(stringsAt({ a: UNKNOWN }, "a")).toEqual([]);
  });

  it.each(["1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", UNKNOWN])(
    "knows the wire's marker %s",
    (marker) => {
      expect(isUnknown(marker)).toBe(true);
    },
  );
});

import { WorkloadAdmission, type WorkloadAdmissionArgs } from "../../../components/workloads/admission";
import { imageRules, podRules, serviceRules } from "../../../components/workloads/admission-rules";
import { RestartRights } from "../../../components/workloads/restarts";
import { ImageSignatures, type Signer } from "../../../components/workloads/signatures";
import { simulate } from "../../support/simulate";

const make = (over: Partial<WorkloadAdmissionArgs> = {}) =>
  simulate(
    () =>
      new WorkloadAdmission("shop-dev-admission", {
        ...{ partOf: "shop", namespaces: ["shop"], otherNamespaces: [], limits: { registries: [], digest: false } },
        ...over,
      }),
  );
type Spec = { policyName: string; validations: { message: string }[]; matchResources: object };
const specs = (made: Awaited<ReturnType<typeof make>>, type: string) =>
  made
    .find(type)
    .map(({ name, inputs }) => [name, inputs["spec"] as unknown as Spec] as const)
    .sort(([a], [b]) => a.localeCompare(b));

describe("admission to the namespaces of workloads", () => {
  test("each policy is bound to its namespaces alone, and denies", async () => {
    const made = await make({ otherNamespaces: ["grafana"] });
    const policies = specs(made, "ValidatingAdmissionPolicy").map(([name]) => name);
    expect(policies).toEqual(["images", "pods", "services"].map((what) => `shop-dev-admission-${what}`));
    expect(
      specs(made, "ValidatingAdmissionPolicyBinding").map(([, { policyName, ...rest }]) => [policyName, rest]),
    ).toEqual(
      policies.map((policy) => [
        policy,
        {
          validationActions: ["Deny"],
          matchResources: {
            namespaceSelector: {
              matchExpressions: [
                {
                  ...{ key: "kubernetes.io/metadata.name", operator: "In" },
                  values: policy.endsWith("-pods") ? ["shop"] : ["shop", "grafana"],
                },
              ],
            },
          },
        },
      ]),
    );
  });

  test("every refusal begins with the name of its rule, and names differ", () => {
    const rules = [...podRules, ...imageRules({ registries: ["ghcr.io/acme"], digest: true }), ...serviceRules];
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(rules.map(({ name }) => name)).toEqual(expect.arrayContaining(["image-digest", "image-registry"]));
  });

  test("rules of digests and registries are there when they are asked for", () => {
    const names = imageRules({ registries: [], digest: false }).map(({ name }) => name);
    expect(names).toEqual(["image-version", "image-pull"]);
  });

  test("a registry is matched as a folder, and no text of config can leave its quotes", () => {
    const [rule] = imageRules({ registries: ["ghcr.io/acme", "x' || true || '"], digest: false }).filter(
      ({ name }) => name === "image-registry",
    );
    expect(rule?.expression).toContain(`['ghcr.io/acme/', 'x\\' || true || \\'/']`);
  });

  test("what Slipway itself puts beside a rollout is taken without a digest, and from its own registry", () => {
    const rules = imageRules({ registries: ["ghcr.io/acme"], digest: true });
    for (const name of ["image-digest", "image-registry"]) {
      const { expression } = rules.find((rule) => rule.name === name)!;
      expect(expression).toContain("i == 'registry.k8s.io/kubectl:v1.35.0' || ");
    }
  });
});

describe("signatures of images", () => {
  const keyless = { issuer: "https://token.actions.githubusercontent.com", subject: "https://github.com/acme/shop" };
  const policies = async (from: string, ...signers: Signer[]) => {
    const args = { partOf: "shop", namespaces: ["shop", "shop-mq"], images: [{ from, signers }] };
    const made = await simulate(() => new ImageSignatures("shop-dev-signatures", args));
    return made.find("ImageValidatingPolicy").map(({ name, inputs }) => ({ name, spec: inputs["spec"] as object }));
  };

  test("are verified of every container, in the workloads' namespaces alone, and nothing starts without", async () => {
    const [policy] = await policies("ghcr.io/acme", keyless);
    expect(policy).toMatchObject({
      name: "shop-dev-signatures-ghcr-io-acme",
      spec: {
        failurePolicy: "Fail",
        validationActions: ["Deny"],
        matchConstraints: {
          resourceRules: [{ operations: ["CREATE", "UPDATE"], resources: ["pods"] }],
          namespaceSelector: { matchExpressions: [{ operator: "In", values: ["shop", "shop-mq"] }] },
        },
        matchImageReferences: [{ glob: "ghcr.io/acme/*" }],
        validationConfigurations: { required: true, mutateDigest: true },
        attestors: [{ name: "signer1", cosign: { keyless: { identities: [keyless] } } }],
      },
    });
    const { validations } = policy!.spec as { validations: { expression: string }[] };
    expect(validations.map(({ expression }) => expression)).toEqual(
      ["containers", "initContainers", "ephemeralContainers"].map(
        (group) =>
          `images.${group}.map(image, verifyImageSignatures(image, [attestors.signer1])).all(count, count > 0)`,
      ),
    );
  });

  test("one of several signers is enough: a login by a pattern, a key in PEM, a key that a service keeps", async () => {
    const pem = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n";
    const [policy] = await policies(
      "ghcr.io/acme",
      { ...keyless, subject: "https://github.com/acme/*@refs/tags/v1.*" },
      { publicKey: pem },
      { publicKey: "awskms:///alias/cosign" },
    );
    const subjectRegExp = "^https://github\\.com/acme/.*@refs/tags/v1\\..*$";
    expect(policy!.spec).toMatchObject({
      attestors: [
        { cosign: { keyless: { identities: [{ issuer: keyless.issuer, subjectRegExp }] } } },
        { cosign: { key: { data: pem } } },
        { cosign: { key: { kms: "awskms:///alias/cosign" } } },
      ],
    });
    expect(JSON.stringify(policy)).toContain("[attestors.signer1, attestors.signer2, attestors.signer3]");
  });

  test("of Docker Hub are asked for under every name that an image has there", async () => {
    const [policy] = await policies("docker.io/acme", keyless);
    const globs = ["docker.io/acme/*", "index.docker.io/acme/*", "acme/*"].map((glob) => ({ glob }));
    expect(policy!.spec).toMatchObject({ matchImageReferences: globs });
  });
});

test("who restarts workloads reads secrets and changes what makes pods, in their namespace alone", async () => {
  const account = { name: "reloader", namespace: "reloader" };
  const made = await simulate(
    () => new RestartRights("shop-dev-restarts", { namespace: "shop", account, partOf: "shop" }),
  );
  const { metadata, rules } = made.one("rbac.authorization.k8s.io/v1:Role").inputs as {
    metadata: object;
    rules: { resources: string[]; verbs: string[] }[];
  };
  expect(metadata).toMatchObject({ namespace: "shop" });
  const changed = rules.filter(({ verbs }) => verbs.includes("update")).flatMap(({ resources }) => resources);
  expect(changed).toEqual(["deployments", "statefulsets", "rollouts"]);
  expect(rules.find(({ resources }) => resources.includes("secrets"))!.verbs).toEqual(["get", "list", "watch"]);
  expect(made.one("RoleBinding").inputs).toMatchObject({
    metadata: { namespace: "shop" },
    subjects: [{ kind: "ServiceAccount", ...account }],
  });
  expect(made.find("ClusterRole")).toEqual([]);
});

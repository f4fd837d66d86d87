import { secret } from "@pulumi/pulumi";
import {
  type SecretSource,
  type WorkloadSecret,
  WorkloadSecrets,
  type WorkloadSecretsArgs,
} from "../../../components/workloads/secrets";
import { simulate, UNKNOWN } from "../../support/simulate";

const CANARY = "canary-91c4-do-not-leak";

async function make(source: SecretSource, over: Partial<WorkloadSecretsArgs> = {}, mode: "up" | "preview" = "up") {
  const made = await simulate(
    () => {
      const args = { namespace: "shop", source, names: ["payments"], pull: [], handles: {}, values: {}, ...over };
      const { secrets, pullSecrets } = new WorkloadSecrets("shop-dev-workload-secrets", args);
      return { secrets, pullSecrets };
    },
    { mode },
  );
  return { made, ...(made.outputs as unknown as { secrets: Record<string, WorkloadSecret>; pullSecrets: string[] }) };
}

const vault: SecretSource = {
  kind: "vault",
  server: "https://vault.example.com:8200",
  path: "kv",
  version: "v2",
  role: "shop",
  authPath: "kubernetes",
  prefix: "shop/dev/",
  property: "value",
};

describe("secrets of workloads", () => {
  test("of the cloud: its own handle, with a version where there is one, and nothing is made", async () => {
    const { made, secrets } = await make(
      { kind: "secretManager" },
      { names: ["a", "b"], handles: { a: { id: "arn:a", version: "1" }, b: { id: "arn:b" } } },
    );
    expect(secrets).toEqual({
      a: { reference: { secret: "arn:a" }, version: "1" },
      b: { reference: { secret: "arn:b" } },
    });
    expect(made.resources.filter(({ custom, type }) => custom && type.startsWith("kubernetes:"))).toEqual([]);
  });

  test("of Pulumi: a Secret that never changes, whose value is secret, under a name that pods read", async () => {
    const { made, secrets } = await make({ kind: "pulumi" }, { values: { payments: secret(CANARY) } });
    const written = made.one("kubernetes:core/v1:Secret");
    expect(written.inputs).toMatchObject({ immutable: true, type: "Opaque", stringData: { value: CANARY } });
    expect(written.secrets).toContain("stringData");
    const { name } = written.outputs.metadata as { name: string };
    expect(secrets["payments"]).toEqual({ reference: { kubernetesSecret: name, key: "value" } });
    expect(name).not.toBe("payments");
  });

  test("of Pulumi, even where the value was not marked as secret", async () => {
    const { made } = await make({ kind: "pulumi" }, { values: { payments: CANARY } });
    expect(made.one("kubernetes:core/v1:Secret").secrets).toContain("stringData");
  });

  test("that somebody else puts there: by the stack's own names", async () => {
    const { made, secrets, pullSecrets } = await make({ kind: "kubernetes" }, { pull: ["ghcr"] });
    expect(secrets["payments"]).toEqual({ reference: { kubernetesSecret: "payments", key: "value" } });
    expect(pullSecrets).toEqual(["ghcr"]);
    expect(made.find("Secret")).toEqual([]);
  });

  test("of Vault: a store that logs in as an account of the namespace, and no key of Vault's", async () => {
    const { made, secrets } = await make(vault);
    expect(made.one("kubernetes:core/v1:ServiceAccount").inputs).toMatchObject({
      metadata: { name: "vault-reader", namespace: "shop" },
      automountServiceAccountToken: false,
    });
    expect(made.one("SecretStore").inputs).toMatchObject({
      metadata: { name: "vault", namespace: "shop" },
      spec: {
        provider: {
          vault: {
            server: "https://vault.example.com:8200",
            path: "kv",
            version: "v2",
            auth: {
              kubernetes: { mountPath: "kubernetes", role: "shop", serviceAccountRef: { name: "vault-reader" } },
            },
          },
        },
      },
    });
    expect(secrets["payments"]).toEqual({
      reference: { secret: "shop/dev/payments", property: "value", store: { name: "vault", kind: "SecretStore" } },
    });
  });

  test("of a store that is there already", async () => {
    const store = { name: "onepassword", kind: "ClusterSecretStore" } as const;
    const { secrets } = await make({ kind: "store", store, prefix: "" });
    expect(secrets["payments"]).toEqual({ reference: { secret: "payments", store } });
  });

  test.each<[string, SecretSource, object]>([
    ["the cloud", { kind: "secretManager" }, { secretStoreRef: { name: "slipway", kind: "ClusterSecretStore" } }],
    ["Vault", vault, { secretStoreRef: { name: "vault", kind: "SecretStore" } }],
  ])("images are pulled with a Docker config of %s, fetched in the cluster", async (_, source, spec) => {
    const { made, pullSecrets } = await make(source, {
      names: [],
      pull: ["ghcr"],
      handles: { ghcr: { id: "arn:ghcr" } },
    });
    expect(pullSecrets).toEqual(["pull-ghcr"]);
    expect(made.one("ExternalSecret").inputs).toMatchObject({
      spec: {
        ...spec,
        target: { name: "pull-ghcr", template: { type: "kubernetes.io/dockerconfigjson" } },
      },
    });
  });

  test("images are pulled with a Docker config of Pulumi's", async () => {
    const { made, pullSecrets } = await make({ kind: "pulumi" }, { names: [], pull: ["ghcr"], values: { ghcr: "{}" } });
    const written = made.one("kubernetes:core/v1:Secret");
    expect(written.inputs).toMatchObject({
      type: "kubernetes.io/dockerconfigjson",
      stringData: { ".dockerconfigjson": "{}" },
    });
    expect(pullSecrets).toEqual([(written.outputs.metadata as { name: string }).name]);
  });

  test("a preview that does not know the version yet still has the reference", async () => {
    const handles = { payments: { id: "arn:a", version: UNKNOWN as unknown as string } };
    const { secrets } = await make({ kind: "secretManager" }, { handles }, "preview");
    expect(secrets["payments"]!.reference).toEqual({ secret: "arn:a" });
  });
});

import { z } from "zod";
import { name, oneOf } from "./fields";

const text = (pattern: RegExp, meta: { description: string; allowed: string; mend: string }) =>
  z.string().regex(pattern).meta(meta);

const prefix = text(/^[\w./-]*$/, {
  description: "What the stack's names begin with there. Default: <app>/<stack>/.",
  allowed: "letters, digits, and . _ / -",
  mend: "write it like shop/prod/",
}).optional();

const property = z
  .string()
  .min(1)
  .meta({ description: "Key in each of its secrets that holds the value, where secrets are maps." });

const vault = z.strictObject({
  kind: z.literal("vault"),
  server: text(/^https:\/\/[a-z0-9.-]+(?::\d{2,5})?$/, {
    description: "Vault or OpenBao.",
    allowed: "an https address without a path",
    mend: "write it like https://vault.example.com:8200",
  }),
  path: z.string().min(1).default("secret").meta({ description: "Mount of the key-value engine." }),
  version: oneOf(["v1", "v2"], { description: "Version of that engine." }).default("v2"),
  role: z.string().min(1).meta({
    description: "Role of Vault's Kubernetes login: bound to the account vault-reader of the workloads' namespace.",
  }),
  authPath: z.string().min(1).default("kubernetes").meta({ description: "Mount of that login." }),
  prefix,
  property: property.default("value"),
});

const store = z.strictObject({
  kind: z.literal("store"),
  name: name("the name of a store", 63).meta({ description: "A store of External Secrets that is there already." }),
  scope: oneOf(["cluster", "namespace"], { description: "ClusterSecretStore, or SecretStore." }).default("cluster"),
  prefix,
  property: property.optional(),
});

/** Where workloads' secrets come from. */
export const secretSource = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("secretManager") }),
    z.strictObject({ kind: z.literal("pulumi") }),
    z.strictObject({ kind: z.literal("kubernetes") }),
    vault,
    store,
  ])
  .default({ kind: "secretManager" })
  .meta({
    description:
      "Where workloads' secrets come from. secretManager: the cloud's. pulumi: secretValues, written into the cluster. kubernetes: Secrets that something else puts into the namespace (Sealed Secrets), each with the key `value`. vault: HashiCorp Vault or OpenBao. store: a store of External Secrets that is there already.",
  });

/** A registry's name is in the secret; this only says which secrets are such. */
export const pullSecrets = z
  .array(name("the name of a secret", 40))
  .default([])
  .meta({ description: "Secrets of the stack that hold a Docker config (JSON): every image may be pulled with them." });

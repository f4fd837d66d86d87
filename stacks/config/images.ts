import { z } from "zod";

const registry = z
  .string()
  .regex(/^[a-z0-9.-]+\.[a-z]{2,}(?::\d+)?(?:\/[a-z0-9._-]+)*$/)
  .meta({
    allowed: "a registry, or a folder in one, written out",
    mend: "write it like ghcr.io/acme or docker.io/library",
  });

const from = z
  .string()
  .regex(/^(?!docker\.io(?:\/library)?$)[a-z0-9.-]+\.[a-z]{2,}(?::\d+)?(?:\/[a-z0-9._-]+)*$/)
  .meta({
    description: "Registry, or folder in one, whose images this is about: all of them, under every name.",
    allowed: "a registry, or a folder in one, written out; of Docker Hub a folder of yours",
    mend: "write it like ghcr.io/acme or docker.io/acme",
  });

/** A login that signed, or the public half of a key that did; a check holds that it is one of them. */
const signer = z.strictObject({
  from,
  issuer: z
    .string()
    .regex(/^https:\/\/\S+$/)
    .optional()
    .meta({
      description: "Who vouched for the signer when the image was signed. With `subject`.",
      allowed: "the https address of an issuer of identities",
      mend: "write it like https://token.actions.githubusercontent.com",
    }),
  subject: z
    .string()
    .regex(/^[^\s*][^\s*]{4,}\S*$/)
    .optional()
    .meta({
      description: "The signer: a workflow, an account; * stands for anything.",
      allowed: "a subject that begins with the name of yours, not with *",
      mend: "write it like https://github.com/acme/shop/.github/workflows/release.yml@refs/tags/*",
    }),
  publicKey: z
    .string()
    .regex(
      /^(?:-----BEGIN PUBLIC KEY-----\s[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----\s*|(?:awskms|gcpkms|azurekms|hashivault):\/\/\S+)$/,
    )
    .optional()
    .meta({
      description: "The public half of the key, in PEM, or where a key service has it.",
      allowed: "-----BEGIN PUBLIC KEY-----…, or awskms:///…, gcpkms://…, azurekms://…, hashivault://…",
      mend: "print it with cosign public-key --key <the private key>",
    }),
});

/** Where images of workloads come from, and how they are named. Checked at planning, and by the API server. */
export const images = z
  .strictObject({
    registries: z
      .array(registry)
      .default([])
      .meta({ description: "Registries, or folders in them, that images may come from. Empty: from anywhere." }),
    digest: z
      .boolean()
      .default(false)
      .meta({ description: "Images need a digest, so that what was tested is what runs." }),
    signedBy: z.array(signer).default([]).meta({
      description:
        "Who must have signed images with cosign: a login (issuer and subject) or a key. Several entries with the same `from`: one of them is enough. The cluster refuses pods with other images.",
    }),
  })
  .meta({ description: "Images of workloads: refused by the config check, and by the cluster whoever asks." });

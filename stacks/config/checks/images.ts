import { type Problem, show } from "../errors";
import { type Check, workloadsOf } from "./check";

/** Images of workloads against `images`: what the API server would refuse later is said here, by name. */
const allowedImages: Check = ({ config }) => {
  const { registries = [], digest = false } = config.images ?? {};
  return workloadsOf(config).flatMap(([name, { image }]): Problem[] => {
    const path = `workloads.${name}.image`;
    return [
      ...(digest && !image.includes("@sha256:")
        ? [
            {
              ...{ path, given: show(image), allowed: "an image with a digest, since images.digest is true" },
              mend: "add the digest that your registry shows: name:tag@sha256:<64 hex digits>",
            },
          ]
        : []),
      ...(registries.length > 0 && !registries.some((registry) => image.startsWith(`${registry}/`))
        ? [
            {
              ...{ path, given: show(image), allowed: `an image from ${registries.join(", ")} (images.registries)` },
              mend: "copy it there, or add its registry to images.registries",
            },
          ]
        : []),
    ];
  });
};

/** Somebody has to verify what must be signed. */
const verified: Check = ({ config }) =>
  (config.images?.signedBy.length ?? 0) > 0 && config.addons?.kyverno === false
    ? [
        {
          path: "addons.kyverno",
          given: "false, with images.signedBy",
          allowed: "true, or nothing: it verifies the signatures",
          mend: "remove it here, or remove images.signedBy",
        },
      ]
    : [];

const oneSigner: Check = ({ config }) =>
  (config.images?.signedBy ?? []).flatMap(({ issuer, subject, publicKey }, index): Problem[] => {
    const login = issuer !== undefined && subject !== undefined;
    const some = issuer !== undefined || subject !== undefined;
    if (publicKey === undefined ? login : !some) return [];
    return [
      {
        path: `images.signedBy[${index}]`,
        given: publicKey === undefined ? (some ? "one of issuer and subject" : "no signer") : "a key and a login",
        allowed: "issuer and subject, or publicKey",
        mend: "write two entries where either may have signed",
      },
    ];
  });

export const imageChecks: readonly Check[] = [allowedImages, verified, oneSigner];

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

export const imageChecks: readonly Check[] = [allowedImages];

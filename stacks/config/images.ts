import { z } from "zod";

const registry = z
  .string()
  .regex(/^[a-z0-9.-]+\.[a-z]{2,}(?::\d+)?(?:\/[a-z0-9._-]+)*$/)
  .meta({
    allowed: "a registry, or a folder in one, written out",
    mend: "write it like ghcr.io/acme or docker.io/library",
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
  })
  .meta({ description: "Images of workloads: refused by the config check, and by the cluster whoever asks." });

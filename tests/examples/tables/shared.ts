/** What tables share: stores as every prod has them, and why some figures are held elsewhere or not at all. */

import type { Properties } from "../../../rehearsal/clouds/model";
import { all, configured, type Holds, registered, released, said } from "../figures";

export const POSTGRES = { engine: "postgres", multiAz: true, storageEncrypted: true, deletionProtection: true };

export const REDIS = {
  engine: "redis",
  engineVersion: "7.1",
  transitEncryptionEnabled: true,
  automaticFailoverEnabled: true,
};

/** The firewall at the CDN answers 429 to an address from so many requests in five minutes on. */
export const limited = (perFiveMinutes: number): Holds =>
  registered("edge-firewall", {
    rules: expect.arrayContaining([
      expect.objectContaining({
        statement: { rateBasedStatement: expect.objectContaining({ limit: perFiveMinutes, aggregateKeyType: "IP" }) },
      }),
    ]),
  });

/** The gateway answers 429 to a client beyond this. */
export const limitedAt = (workload: string, limit: Properties): Holds =>
  released(workload, { traffic: { limits: expect.arrayContaining([expect.objectContaining(limit)]) } });

/** Every answer of a workload at the gateway carries these headers. */
export const heading = (workload: string, headers: Properties): Holds => released(workload, { route: { headers } });

/** The firewall blocks: none of its rule sets only counts. */
export const FIREWALL: Holds = all(
  configured({ edge: { firewall: { mode: "block" } } }),
  registered("edge-firewall", { defaultAction: { allow: {} } }),
);

/** A path at the CDN is answered from the cache, for a year. */
export const cached = (pathPattern: string): Holds =>
  all(
    registered("edge-cdn", {
      orderedCacheBehaviors: expect.arrayContaining([expect.objectContaining({ pathPattern })]),
    }),
    registered("edge-caching-immutable", {
      customHeadersConfig: { items: [{ header: "Cache-Control", value: "public, max-age=31536000, immutable" }] },
    }),
  );

/** The pipeline that an application begins with says so: of each change (`check`), or of what goes out (`deliver`). */
export const pipeline = (file: "check" | "deliver", pattern: RegExp): Holds =>
  said(`templates/application/.github/workflows/${file}.yml`, pattern);

/** `npm run ops -- <name>` is there, and does what the words say. */
export const command = (name: string, pattern = /./): Holds =>
  said("docs/reference/ops.md", new RegExp(`## ${name} (?:(?!## ).)*${pattern.source}`));

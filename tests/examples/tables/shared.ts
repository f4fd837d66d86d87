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

/** The gateway speaks nothing older than TLS 1.2, and HTTP/2 to whoever does. */
export const modernTls = (stack?: string): Holds =>
  registered(
    "envoy-gateway-clienttrafficpolicy-slipway",
    { spec: { tls: { minVersion: "1.2", alpnProtocols: ["h2", "http/1.1"] } } },
    stack,
  );

/** A public load balancer leads to the gateway, and tells it clients' own addresses. */
export const loadBalanced = (stack: string): Holds =>
  registered(
    "envoy-gateway-envoyproxy-slipway",
    {
      spec: {
        provider: { kubernetes: { envoyService: { type: "LoadBalancer", externalTrafficPolicy: "Local" } } },
      },
    },
    stack,
  );

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

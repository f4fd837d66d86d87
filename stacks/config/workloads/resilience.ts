import { z } from "zod";
import { oneOf, whole } from "../fields";

/** How the gateway treats requests to a web workload with hosts. */
export const resilience = z
  .strictObject({
    timeoutSeconds: whole(1, 3600, {
      description: "Seconds for a whole request, retries included. Default: 15, Envoy Gateway's own.",
    }).optional(),
    idleSeconds: whole(1, 86_400, {
      description: "Seconds without a byte either way. Default: 300, or 3600 with webSockets.",
    }).optional(),
    connectSeconds: whole(1, 60, { description: "Seconds to connect to a pod. Default: 10." }).optional(),
    webSockets: z
      .boolean()
      .default(false)
      .meta({ description: "Connections stay open: no time-out for a whole request, an hour without a byte." }),
    retries: z
      .strictObject({
        attempts: whole(1, 10, { description: "Further tries." }).default(2),
        perTrySeconds: whole(1, 600, { description: "Seconds for one try. Default: the request's." }).optional(),
        after: oneOf(["notSent", "failed"], {
          description:
            "notSent: only what surely was not worked on (no connection, refused, reset before the request). failed: every 5xx too, so requests must be repeatable.",
        }).default("notSent"),
      })
      .optional()
      .meta({ description: "What is tried again. Default: nothing." }),
    circuitBreaker: z
      .strictObject({
        connections: whole(1, 1_000_000, { description: "Connections to its pods." }).default(1024),
        pending: whole(1, 1_000_000, { description: "Requests that wait for a connection." }).default(1024),
        requests: whole(1, 1_000_000, { description: "Requests under way." }).default(1024),
      })
      .optional()
      .meta({
        description: "Beyond these, of each gateway pod, requests are refused at once (503). Default: 1024 each.",
      }),
    affinity: z
      .strictObject({
        by: oneOf(["cookie", "address"], {
          description:
            "What a visitor is known by. While a canary is watched, address keeps it with one version from its first request on, cookie only from its second.",
        }).default("cookie"),
        cookie: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,64}$/)
          .default("slipway-affinity")
          .meta({
            description: "Name of the cookie, which the gateway sets.",
            allowed: "1 to 64 of A–Z, a–z, 0–9, _ and -",
            mend: "write it like shop-session",
          }),
        ttlSeconds: whole(1, 31_536_000, {
          description: "Seconds that the cookie is kept. Default: the browser's session.",
        }).optional(),
      })
      .optional()
      .meta({
        description:
          "A visitor's requests go to the same pod while it is there, and to the same version while a canary is watched. Default: to any.",
      }),
  })
  .optional()
  .meta({ description: "Time-outs, retries, circuit breaking and affinity at the gateway; needs `hosts`." });

export type ResilienceConfig = NonNullable<z.infer<typeof resilience>>;

import { z } from "zod";
import { name, oneOf, path, whole } from "../fields";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

const requests = (description: string) => whole(1, 1_000_000, { description }).optional();

const limit = z.strictObject({
  perSecond: requests("Requests of one client in a second."),
  perMinute: requests("Requests of one client in a minute."),
  perHour: requests("Requests of one client in an hour: a quota. Needs edge.quotas."),
  paths: z.array(path).min(1).max(8).optional().meta({
    description: "Beginnings of the paths that it is about. Default: all.",
  }),
  methods: z.array(oneOf(METHODS)).min(1).optional().meta({ description: "Methods that it is about. Default: all." }),
  clients: oneOf(["all", "anonymous", "authenticated"], {
    description: "Whom it is about: all, those without the header of a login, or those with it.",
  }).default("all"),
  shared: z.boolean().default(false).meta({
    description:
      "Counted by all pods of the gateway together, in the Redis of edge.quotas; else each counts for itself. Quotas always are.",
  }),
});

/** How often one client may ask, by classes of requests. */
export const limits = z.record(name("the name of a class", 20), limit).default({}).meta({
  description:
    "Class of requests → how often one client may make them; beyond that it gets 429 with Retry-After. A request counts in each class that it belongs to. Clients are told apart by address, authenticated ones by their login.",
});

/** The header that a login is sent in. */
export const LOGIN_HEADER = "authorization";

export type LimitConfig = z.infer<typeof limit>;

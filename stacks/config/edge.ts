import { z } from "zod";
import { cidr, host, name, oneOf, path, whole } from "./fields";
import { secretName } from "./monitoring";

const country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .meta({ allowed: "a country by its two letters (ISO 3166-1)", mend: "write it like DE" });

const countries = (description: string) => z.array(country).default([]).meta({ description });

const pattern = z
  .string()
  .regex(/^\/[\w\-./*?~%]*$/)
  .meta({ allowed: "a path beginning with /; * stands for any characters", mend: "write it like /static/*" });

/** The zones that public names live in. */
const dns = z.strictObject({
  zones: z
    .record(
      host,
      z.strictObject({
        adopt: z.string().min(1).optional().meta({
          description:
            "The cloud's id of a zone that is there already: Z0123456789ABC, projects/<project>/managedZones/<name>, or the full id on Azure. Default: one is made.",
        }),
        dnssec: z.boolean().default(false).meta({
          description:
            "Signs the zone that is made. It counts once its registrar has the DS record in the output `dnssec`; take that away, and wait two days, before you switch it off.",
        }),
      }),
    )
    .meta({
      description:
        "Public DNS zones by name. Hosts of workloads that lie in one get their records; the others' are made by people.",
    }),
  routing: z
    .discriminatedUnion("policy", [
      z.strictObject({
        policy: z.literal("failover"),
        role: oneOf(["primary", "secondary"], { description: "Which of the two stacks this is." }),
      }),
      z.strictObject({
        policy: z.literal("weighted"),
        weight: whole(0, 255, { description: "This stack's share, beside those of the others." }),
      }),
      z.strictObject({ policy: z.literal("latency") }),
    ])
    .optional()
    .meta({
      description:
        "How records share their names with those of another stack, in another region: one stands in for the other, by weight, or by what is nearest. A health check takes out a stack that does not answer. Default: the names are this stack's alone.",
    }),
});

const cdn = z.strictObject({
  cache: z.array(pattern).max(20).default([]).meta({
    description:
      "Paths of assets that never change: kept for a year, at the edge and by browsers. Nothing else is kept.",
  }),
  buckets: z.record(name("the name of a store", 20), pattern).default({}).meta({
    description: "Bucket of the stack → paths that are answered from it, and kept for a year, such as media: /media/*.",
  }),
  errorPages: z
    .partialRecord(oneOf(["403", "404", "500", "502", "503", "504"]), path)
    .default({})
    .meta({ description: "Status → path of the page that is shown instead, such as 503: /errors/503.html." }),
  allowCountries: countries("Countries that are served. Default: all."),
  blockCountries: countries("Countries that are not served; not together with allowCountries."),
  reach: oneOf(["europeAndNorthAmerica", "most", "everywhere"], {
    description: "Where there are edge locations for it: fewer cost less, and are further from some.",
  }).default("everywhere"),
  logDays: whole(1, 3650, {
    description: "Days that logs of requests are kept: of the CDN and of the firewall.",
  }).default(90),
});

const externalDns = z.strictObject({
  provider: oneOf(["cloud", "cloudflare", "dnsimple", "linode", "ns1"], {
    description:
      "Who keeps the zones. cloud: the stack's own cloud, by an identity that may write in these zones alone.",
  }).default("cloud"),
  zones: z
    .record(host, z.string().min(1))
    .refine((zones) => Object.keys(zones).length > 0, "at least one zone")
    .meta({
      description: "Public zones that are there already: name → the provider's id of it.",
      allowed: "at least one zone",
      mend: "write it like { example.net: Z0123456789ABC }",
    }),
  secret: secretName.optional().meta({
    description: "Secret that holds the provider's API token; with cloud there is none.",
  }),
});

const ruleSets = ["reputation", "anonymous", "common", "badInputs", "sql", "linux"] as const;

const firewall = z.strictObject({
  mode: oneOf(["count", "block"], {
    description:
      "count: what rules find is counted and logged, and served all the same. Begin so, read the logs, then block.",
  }).default("count"),
  rules: z.array(oneOf(ruleSets)).optional().meta({
    description:
      "Rule sets of the cloud: addresses of ill repute, anonymous networks, the usual attacks, inputs known to be bad, SQL injection, attacks on Linux. Default: reputation, common, badInputs and sql, as far as the cloud has them; on Azure linux comes with them.",
  }),
  perFiveMinutes: whole(10, 2_000_000_000, {
    description: "Requests that one address may make in five minutes; beyond that it gets 429.",
  }).default(2000),
  allow: z.array(cidr).default([]).meta({ description: "Ranges that no rule is applied to." }),
  block: z.array(cidr).default([]).meta({ description: "Ranges that are refused, whatever the mode." }),
});

/** Names, CDN and firewall: what lies between the internet and the stack's entry. */
export const edge = z
  .strictObject({
    dns: dns.optional().meta({ description: "Public DNS zones, and how their records lead here." }),
    cdn: cdn.optional().meta({
      description: "A CDN before all hosts; the entry then takes requests from it alone. Every host must be in a zone.",
    }),
    quotas: z
      .strictObject({
        store: name("the name of a store", 20).meta({
          description: "Redis of the stack that requests are counted in.",
        }),
      })
      .optional()
      .meta({
        description:
          "Counts of all pods of the gateway together, for limits by the hour and shared ones. While the Redis is away, requests are let through.",
      }),
    externalDns: externalDns.optional().meta({
      description:
        "external-dns, which writes records for the hosts of all routes of the gateway, the stack's own and others, in zones that edge.dns does not manage. It touches no record that it has not made. Not together with a CDN.",
    }),
    firewall: firewall.optional().meta({ description: "A web application firewall at the CDN." }),
  })
  .default({})
  .meta({ description: "The edge: DNS zones, CDN, web application firewall. Limits and headers are each workload's." });

export type EdgeConfig = z.infer<typeof edge>;

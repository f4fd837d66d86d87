import { z } from "zod";

/**
 * The small schemas that the sections are made of. Each carries, in its meta, what is allowed and how to mend a wrong
 * value: the error report, the JSON Schema and the reference page all read it from here.
 */
export interface FieldMeta {
  readonly description?: string;
  /** What may be given, in words. */
  readonly allowed?: string;
  /** How to mend a wrong value. */
  readonly mend?: string;
  /** Kind that other clouds have → what takes its place here. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  readonly [extra: string]: unknown;
}

const text = (pattern: RegExp, meta: FieldMeta) => z.string().regex(pattern).meta(meta);

/** Whole number within bounds. */
export const whole = (min: number, max: number, meta: FieldMeta = {}) =>
  z
    .number()
    .int()
    .min(min)
    .max(max)
    .meta({
      allowed: `a whole number from ${min} to ${max}`,
      mend: `write a number between ${min} and ${max}`,
      ...meta,
    });

/** A name that ends up in DNS labels and resource names. */
export const name = (what: string, max = 30) =>
  text(new RegExp(`^[a-z](?:[a-z0-9-]{0,${max - 2}}[a-z0-9])?$`), {
    allowed: `${what}: 1 to ${max} of a–z, 0–9 and "-", beginning with a letter, not ending with "-"`,
    mend: "use lower-case letters, digits and single hyphens",
  });

const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

/** An IPv4 range. */
export const cidr = text(new RegExp(`^(?:${OCTET}\\.){3}${OCTET}/(?:3[0-2]|[12]?\\d)$`), {
  allowed: "an IPv4 range in CIDR form",
  mend: "write it like 203.0.113.0/24",
});

const PRIVATE = `(?:10\\.${OCTET}|172\\.(?:1[6-9]|2\\d|3[01])|192\\.168)`;

/** The range of a network that Slipway makes. */
export const networkCidr = text(new RegExp(`^${PRIVATE}\\.${OCTET}\\.${OCTET}/(?:1[6-9]|2[0-2])$`), {
  description: "Address range of the network. Pods take addresses from it too, so be generous.",
  allowed: "a private IPv4 range from /16 to /22 (10.x.x.x, 172.16–31.x.x or 192.168.x.x)",
  mend: "write it like 10.20.0.0/16, and keep it apart from other networks you may peer with",
});

/** A Kubernetes quantity of cores. */
export const cpu = text(/^(?:[1-9]\d{0,4}m|[1-9]\d{0,2}(?:\.\d)?|0\.\d)$/, {
  allowed: "cores, such as 250m or 2",
  mend: "write millicores like 250m, or cores like 1 (as a text: quote whole numbers)",
});

/** A Kubernetes quantity of memory. */
export const memory = text(/^[1-9]\d{0,5}(?:Mi|Gi)$/, {
  allowed: "memory in Mi or Gi, such as 512Mi",
  mend: "write a number and Mi or Gi, with no space",
});

/** A container image with an explicit tag, or better a digest. */
export const image = text(
  /^(?!.*:latest(?:@|$))[a-z0-9][a-z0-9._\-/]*(?::[0-9]+\/[a-z0-9._\-/]+)?(?::[\w][\w.-]{0,127}(?:@sha256:[a-f0-9]{64})?|@sha256:[a-f0-9]{64})$/,
  {
    description: "Image with a tag and, better, a digest.",
    allowed: "an image with a tag other than latest, or with a digest",
    mend: "write it like ghcr.io/acme/web:1.4.2 or ghcr.io/acme/web:1.4.2@sha256:<64 hex digits>",
  },
);

/** A DNS name that the internet asks for. */
export const host = text(/^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, {
  allowed: "a full DNS name in lower case",
  mend: "write it like shop.example.com, with no scheme and no path",
});

/** A path on a web server. */
export const path = text(/^\/[\w\-./~%]*$/, { allowed: "a path beginning with /", mend: "write it like /health" });

/** Where something is in a container's file system. */
export const absolutePath = text(/^(?:\/[^/:\s]+)+$/, {
  allowed: "an absolute path, without a slash at its end",
  mend: "write it like /var/cache/app",
});

/** Size of a disk. */
export const disk = text(/^[1-9]\d{0,4}(?:Gi|Ti)$/, {
  allowed: "a size in Gi or Ti, such as 50Gi",
  mend: "write a number and Gi, with no space",
});

/** How a web workload is asked whether it is well. */
export const health = z
  .union([
    z.string().regex(/^\/[\w\-./~%]*$/),
    z.strictObject({ grpc: z.number().int().min(1024).max(65535) }),
    z.strictObject({ tcp: z.number().int().min(1024).max(65535) }),
  ])
  .meta({
    description: "How to ask whether it is well: a path that answers 200, gRPC's health service, or an open port.",
    allowed: "a path beginning with /, { grpc: <port> }, or { tcp: <port> }",
    mend: "write it like /health, or like { grpc: 50051 }",
  });

/** The name of an environment variable. */
export const envName = text(/^[A-Z_][A-Z0-9_]{0,127}$/, {
  allowed: "the name of an environment variable: A–Z, 0–9 and _",
  mend: "write it like LOG_LEVEL",
});

/** One cron field: `*`, numbers, ranges and steps, several by commas. */
function cronField(number: string): string {
  const part = `(?:\\*|${number}(?:-${number})?)(?:/[1-9]\\d?)?`;
  return `${part}(?:,${part})*`;
}

const CRON = [
  "[1-5]?\\d",
  "(?:1?\\d|2[0-3])",
  "(?:[12]\\d|3[01]|[1-9])",
  "(?:1[0-2]|[1-9])",
  "(?:[0-7]|MON|TUE|WED|THU|FRI|SAT|SUN)",
].map(cronField);

/** Five cron fields, UTC. */
export const cron = text(new RegExp(`^${CRON.join(" ")}$`), {
  description: "When it runs, in UTC.",
  allowed: "five cron fields: minute, hour, day of month, month, day of week",
  mend: 'write it like "0 2 * * *" for 02:00 every day',
});

const TIME = "(?:[01]\\d|2[0-3]):[0-5]\\d";
const DAY = "(?:mon|tue|wed|thu|fri|sat|sun)";

/** A weekly window, UTC. */
export const weeklyWindow = text(new RegExp(`^${DAY}:${TIME}-${DAY}:${TIME}$`), {
  description: "Weekly window for maintenance, UTC.",
  allowed: "a weekly window, UTC",
  mend: "write it like sun:02:30-sun:03:30",
});

/** A daily window, UTC. */
export const dailyWindow = text(new RegExp(`^${TIME}-${TIME}$`), {
  description: "Daily window for backups, UTC.",
  allowed: "a daily window, UTC",
  mend: "write it like 01:00-02:00",
});

/** One of a few words. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T, meta: FieldMeta = {}) =>
  z.enum(values).meta({ allowed: `one of ${values.join(", ")}`, mend: `choose one of ${values.join(", ")}`, ...meta });

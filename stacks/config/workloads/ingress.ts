import { z } from "zod";
import { cidr, name, oneOf, path, whole } from "../fields";
import { limits } from "./limits";

const method = oneOf(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const headerText = (description: string) =>
  z
    .string()
    .regex(/^[\x20-\x7e]+$/)
    .refine((text) => !text.includes("%"))
    .meta({ description, allowed: "one line of plain characters, without %", mend: "write the header's value" });

const headerName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/)
  .meta({ allowed: "the name of a header", mend: "write it like X-Robots-Tag" });

const origin = z
  .string()
  .regex(/^https?:\/\/(?:\*\.)?[a-z0-9.-]+(?::\d{1,5})?$/)
  .meta({
    allowed: "an origin: scheme, host, and port where it is not the usual one",
    mend: "write it like https://app.example.com",
  });

/** What protects visitors' browsers; each answer at the gateway gets these, whoever wrote it. */
const headers = z
  .strictObject({
    hstsDays: whole(0, 730, {
      description:
        "Days that browsers come by HTTPS only, subdomains too; 0: it is not said. Default: 365 in prod, else 0.",
    }).optional(),
    csp: headerText("Content-Security-Policy. Default: none, since only you know what your pages load.").optional(),
    frames: oneOf(["deny", "sameOrigin", "allow"], {
      description: "Who may show its pages in a frame (X-Frame-Options).",
    }).default("deny"),
    referrer: oneOf(["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"], {
      description: "What pages that it links to learn (Referrer-Policy).",
    }).default("strict-origin-when-cross-origin"),
    permissions: headerText("Permissions-Policy, such as camera=(), geolocation=(self). Default: none.").optional(),
    more: z
      .record(headerName, headerText("Its value."))
      .default({})
      .meta({ description: "Further headers of every answer, such as X-XSS-Protection." }),
  })
  .default({ frames: "deny", referrer: "strict-origin-when-cross-origin", more: {} })
  .meta({ description: "Security headers. X-Content-Type-Options: nosniff is always among them." });

const cors = z
  .strictObject({
    origins: z.array(origin).min(1).meta({ description: "Whose pages may call it; *. stands for any subdomain." }),
    methods: z.array(method).min(1).default(["GET", "POST"]).meta({ description: "Methods that they may use." }),
    headers: z.array(headerName).default(["Content-Type"]).meta({ description: "Headers that they may send." }),
    expose: z.array(headerName).default([]).meta({ description: "Headers that their scripts may read." }),
    credentials: z.boolean().default(false).meta({ description: "Cookies and logins go with their calls." }),
    maxAgeSeconds: whole(0, 86_400, { description: "How long browsers remember what they may." }).default(600),
  })
  .optional()
  .meta({ description: "Pages of other origins that may call it. Default: none." });

/** How requests from the internet reach a web workload with hosts, and what is said to its visitors. */
export const ingress = z
  .strictObject({
    paths: z
      .array(path)
      .min(1)
      .max(16)
      .default(["/"])
      .meta({ description: "Beginnings of the paths that it answers; several workloads can share a host by them." }),
    rewrite: path
      .optional()
      .meta({ description: "What stands instead of the beginning for the workload. Default: it stays." }),
    protocol: oneOf(["http", "grpc"], {
      description: "What its port speaks: HTTP/1.1, or HTTP/2 without TLS, as gRPC does.",
    }).default("http"),
    compression: z.boolean().default(true).meta({
      description: "Answers are compressed by brotli or gzip where the browser takes them, and the workload has not.",
    }),
    maxBodyMb: whole(1, 100, {
      description:
        "MiB of a request at most, else 413. The gateway then takes requests whole, in memory. Default: no limit.",
    }).optional(),
    allow: z.array(cidr).min(1).optional().meta({ description: "Ranges that may call it. Default: all." }),
    basicAuth: name("the name of a secret", 40).optional().meta({
      description:
        "Secret of the stack with the users of a preview, as htpasswd -s writes them; the gateway asks for name and password.",
    }),
    cors,
    headers,
    limits,
  })
  .optional()
  .meta({ description: "Paths, access, headers and limits at the gateway; needs `hosts`." });

export type IngressConfig = NonNullable<z.infer<typeof ingress>>;

import { z } from "zod";
import { logBackends } from "../../components/contracts/telemetry";
import { oneOf, whole } from "./fields";
import { secretName } from "./monitoring";

/** What a stack's logs and traces can be told. */

const percent = (description: string) =>
  z.number().min(0.1).max(100).meta({ description, allowed: "a number from 0.1 to 100", mend: "write it like 10" });

/** Groups of an RE2 expression that capture. */
const groups = (pattern: string): number => pattern.replace(/\\./g, "").match(/\((?!\?)/g)?.length ?? 0;

const redaction = z
  .string()
  .min(1)
  .max(300)
  .refine((pattern) => groups(pattern) === 1 && !pattern.includes("`"))
  .meta({
    allowed: "a regular expression (RE2) with one group and no backtick: what the group holds is replaced by stars",
    mend: "write it like card=(\\d{12,19}); groups that capture nothing begin with (?:",
  });

/** Logs: Alloy, and Loki or the cloud's own service. */
export const logs = z
  .strictObject({
    backend: oneOf(logBackends, {
      description:
        "Where the logs of pods go: Loki in the cluster (kept in a bucket), CloudWatch where the cloud is AWS, or nowhere.",
    }),
    retentionDays: z.literal([1, 3, 5, 7, 14, 30, 60, 90, 180, 365]).meta({
      description: "Days that they are kept.",
      allowed: "1, 3, 5, 7, 14, 30, 60, 90, 180 or 365 days",
      mend: "choose one of these",
    }),
    replicas: z.literal([1, 3]).meta({
      description: "Pods of Loki: one, or three that each hold every line.",
      allowed: "1 or 3",
      mend: "write 1 or 3",
    }),
    dropHealthChecks: z
      .boolean()
      .default(true)
      .meta({ description: "Leaves out successful answers to health checks." }),
    redact: z.array(redaction).default([]).meta({
      description:
        "What is starred out besides passwords, tokens, keys and logins in URLs: regular expressions with one group each.",
    }),
  })
  .meta({ description: "Logs of pods: Grafana Alloy collects them." });

/** Traces: OpenTelemetry. */
export const traces = z
  .strictObject({
    backend: oneOf(["tempo", "none"], {
      description:
        "Where traces go: Tempo in the cluster (kept in a bucket), or nowhere. Workloads get OpenTelemetry's variables where it is on.",
    }),
    retentionDays: whole(1, 365, { description: "Days that they are kept." }),
    samplePercent: percent("% of requests that workloads trace at all (head sampling)."),
    keep: z
      .strictObject({
        slowMs: whole(1, 600_000, { description: "Those that took so long are kept, milliseconds." }).optional(),
        percent: percent("% of the others that are kept."),
      })
      .nullable()
      .optional()
      .meta({
        description:
          "What is kept of whole traces once they have ended (tail sampling); those with an error always are. Default and null: all.",
      }),
  })
  .meta({ description: "Traces of requests: an OpenTelemetry Collector takes them." });

/** Services of others that look after errors and speed: their keys reach workloads as variables. */
export const services = {
  sentry: z
    .strictObject({
      secret: secretName.meta({ description: "Secret that holds the DSN: SENTRY_DSN." }),
      samplePercent: z.number().min(0).max(100).default(0).meta({
        description: "% of requests that Sentry traces: SENTRY_TRACES_SAMPLE_RATE.",
        allowed: "a number from 0 to 100",
        mend: "write it like 10",
      }),
    })
    .optional()
    .meta({ description: "Sentry: workloads get SENTRY_DSN, SENTRY_ENVIRONMENT and SENTRY_RELEASE. Default: none." }),
  newRelic: z
    .strictObject({
      secret: secretName.meta({ description: "Secret that holds the licence key: NEW_RELIC_LICENSE_KEY." }),
    })
    .optional()
    .meta({ description: "New Relic: workloads get NEW_RELIC_LICENSE_KEY and NEW_RELIC_APP_NAME. Default: none." }),
};

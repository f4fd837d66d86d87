/** The systems' load tests, run by k6 as their people run them, but shorter. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { k6 } from "../tools/k6";

export const SYSTEMS = ["leather-api", "sergas", "spirit-tours", "revrx", "rez-merchant"] as const;
export type System = (typeof SYSTEMS)[number];

/** The script of a system. */
export const loadScript = (system: System): string => join(__dirname, "../../../examples", system, "load.js");

export interface LoadOptions {
  /** Where the application answers. */
  readonly target: string;
  /** Part of the stated load. */
  readonly load: number;
  /** How long each scenario lasts, its ramps included. */
  readonly seconds: number;
  /** Whether limits of time and rate are held too: of a crowded machine they say nothing. @default true */
  readonly timed?: boolean;
  /** @default all, at the same time */
  readonly only?: readonly System[];
}

/** What one system's test has measured. */
export interface Measured {
  readonly requests: number;
  /** Part of the requests that failed. */
  readonly failed: number;
  /** Milliseconds within which 95% were answered. */
  readonly p95: number;
}

/** The most virtual users of one scenario: each costs memory, and those of ten minutes are for pauses that here are none. */
const USERS = 60;

/**
 * One script of several: each a scenario of its own, with its limits. What is long is made short, and what would go on
 * after its time is not waited for; everything else is the systems' own.
 */
const script = (systems: readonly System[], seconds: number, timed: boolean, summary: string): string => `
${systems.map((system, index) => `import * as s${index} from ${JSON.stringify(loadScript(system))};`).join("\n")}
const systems = [${systems.map((system, index) => `[${JSON.stringify(system)}, s${index}]`).join(", ")}];
const few = (users) => Math.max(1, Math.min(users, ${USERS}));
const stages = (all) => all.map(({ target }) => ({ target: Math.min(target, ${USERS}), duration: ${seconds} / all.length + "s" }));
const short = (scenario, index) => ({
  ...scenario,
  ...(scenario.duration ? { duration: "${seconds}s" } : {}),
  ...(scenario.stages ? { stages: stages(scenario.stages), gracefulRampDown: "0s" } : {}),
  ...(scenario.preAllocatedVUs ? { preAllocatedVUs: few(scenario.preAllocatedVUs), maxVUs: few(scenario.maxVUs) } : {}),
  exec: "f" + index,
  gracefulStop: "1s",
});
export const options = { scenarios: {}, thresholds: {}, systemTags: ["scenario"], summaryTrendStats: ["p(95)"] };
systems.forEach(([name, { options: own }], index) => {
  options.scenarios[name] = short(Object.values(own.scenarios)[0], index);
  for (const metric of ["http_reqs", "http_req_failed", "http_req_duration"])
    options.thresholds[metric + "{scenario:" + name + "}"] = [];
  for (const [metric, limits] of Object.entries(own.thresholds))
    if (${timed} || metric === "http_req_failed") options.thresholds[metric + "{scenario:" + name + "}"] = limits;
});
${systems.map((_, index) => `export const f${index} = s${index}.default;`).join("\n")}
export const handleSummary = ({ metrics }) => ({ [${JSON.stringify(summary)}]: JSON.stringify(metrics) });
`;

/** Runs them. `code` is 0, or 99 where one of their own limits was crossed. */
export async function loadTests({ target, load, seconds, timed = true, only = SYSTEMS }: LoadOptions) {
  const folder = mkdtempSync(join(tmpdir(), "slipway-load-"));
  const [file, summary] = [join(folder, "load.js"), join(folder, "summary.json")];
  try {
    writeFileSync(file, script(only, seconds, timed, summary));
    const { code, log } = await k6(["run", file], { TARGET: target, API: target, PATHS: "/health", LOAD: `${load}` });
    const metrics: Record<string, { values: Record<string, number> }> = JSON.parse(readFileSync(summary, "utf8"));
    const systems = Object.fromEntries(
      only.map((system): [string, Measured] => {
        const value = (metric: string, what: string) => metrics[`${metric}{scenario:${system}}`]?.values[what] ?? 0;
        const [requests, failed] = [value("http_reqs", "count"), value("http_req_failed", "rate")];
        return [system, { requests, failed, p95: value("http_req_duration", "p(95)") }];
      }),
    );
    return { code, log, systems };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

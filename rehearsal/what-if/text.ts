import { dollars } from "../cost/money";
import type { Paint } from "../report/paint";
import type { Effect, Fate, Outage } from "./outage";
import type { Traffic } from "./traffic";
import type { WhatIf } from "./what-if";

/** What was assumed and what follows, as lines. */
export function whatIfLines({ settings, step, traffic, cost, outages = [] }: WhatIf, paint: Paint): string[] {
  return [
    ...(step ? [`with the scaling path up to ${step}`] : []),
    ...settings.map((setting) => `with ${setting}`),
    ...(traffic ? trafficLines(traffic, paint) : []),
    ...(cost ? [billText(cost)] : []),
    ...outages.flatMap((outage) => outageLines(outage, paint)),
  ];
}

/** `a month: $1,083 → $1,262 (+$179)`. */
export function billText({ before, after }: NonNullable<WhatIf["cost"]>): string {
  const more = after.expected - before.expected;
  const sign = more > 0 ? "+" : "";
  return `a month: ${dollars(before.expected)} → ${dollars(after.expected)} (${sign}${dollars(more)})`;
}

export function trafficLines({ factor, pods, connections, cores, limits }: Traffic, paint: Paint): string[] {
  const width = Math.max(
    ...pods.map(({ workload }) => workload.length),
    ...connections.map(({ store }) => store.length + 15),
    5,
  );
  const of = (limit: number | undefined): string => (limit === undefined ? "" : paint.dim(` of ${limit}`));
  return [
    `with ${factor} times the traffic ${paint.dim("(the fewest pods carry today's)")}`,
    ...pods.map(({ workload, now, after, most }) => `  ${workload.padEnd(width)}  ${now} → ${after} pods${of(most)}`),
    ...connections.map(
      ({ store, now, after, limit }) => `  ${`connections to ${store}`.padEnd(width)}  ${now} → ${after}${of(limit)}`,
    ),
    `  ${"cores".padEnd(width)}  ${cores.now} → ${cores.after}${of(cores.limit)}`,
    ...(limits.length > 0 ? limits.map((limit) => `${paint.red("✗")} ${limit}`) : [paint.green("✓ it carries that")]),
  ];
}

/** Fates, the worst first, each with its word. */
export const fates: readonly (readonly [Fate, string])[] = [
  ["lost", "lost until it is made anew"],
  ["away", "away until what failed is back"],
  ["moves", "away for minutes, and back by itself"],
  ["serves", "still serves"],
];

function outageLines({ kind, name, effects }: Outage, paint: Paint): string[] {
  const marks: Record<Fate, string> = {
    ...{ lost: paint.red("✗"), away: paint.red("✗") },
    ...{ moves: paint.yellow("!"), serves: paint.green("✓") },
  };
  return [
    paint.bold(`without ${outageTitle({ kind, name })}`),
    ...fates.flatMap(([fate, word]) => {
      const these = effects.filter((effect) => effect.fate === fate);
      if (these.length === 0) return [];
      return [
        `  ${marks[fate]} ${word}`,
        ...these.map((effect) => `      ${effect.subject}: ${effect.message}${paint.dim(rpoText(effect))}`),
      ];
    }),
  ];
}

export function outageTitle({ kind, name }: Pick<Outage, "kind" | "name">): string {
  return kind === "node" ? name : `${kind} ${name}`;
}

/** ` · RPO 5 min`; nothing where nothing can be lost. */
export function rpoText({ rpoSeconds }: Effect): string {
  if (rpoSeconds === undefined) return "";
  if (rpoSeconds === null) return " · RPO: all of it is lost";
  return ` · RPO ${durationOf(rpoSeconds)}`;
}

function durationOf(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

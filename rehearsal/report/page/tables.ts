import { billText, fates, outageTitle, rpoText, trafficLines } from "../../what-if/text";
import { plain } from "../paint";
import type { Report } from "../report";
import { table } from "./sections";
import { escaped } from "./text";

const row = (cells: readonly (string | number)[], kind = ""): string =>
  `<tr>${cells.map((cell, index) => `<td${index === 0 && kind ? ` class="${kind}"` : ""}>${escaped(String(cell))}</td>`).join("")}</tr>`;

/** Every alert with the page that says what to do. */
export function alertsTable({ alerts }: Report): string {
  if (alerts.length === 0) return '<p class="dim">No alerts: this stack has no monitoring of its own.</p>';
  const rows = alerts.map(({ name, severity, summary, runbook }) => {
    const page =
      runbook === undefined
        ? ""
        : /^https?:/.test(runbook)
          ? `<a href="${escaped(runbook)}" rel="noreferrer">${escaped(runbook.slice(runbook.lastIndexOf("/") + 1))}</a>`
          : escaped(runbook);
    const kind = severity === "critical" ? "bad" : "weak";
    return `<tr><td class="${kind}">${escaped(severity)}</td><td>${escaped(name)}</td><td>${escaped(summary)}</td><td>${page}</td></tr>`;
  });
  return fold(`${alerts.length} alerts`, table(["Severity", "Alert", "What it says", "Runbook"], rows));
}

/** What may come to be needed, beside what there is, as bars; and what will not fit. */
export function capacityTable({ figures, findings, unknown }: NonNullable<Report["capacity"]>): string {
  const amount = (value: number): string => value.toLocaleString("en");
  const rows = figures.map(({ what, most, of, because }) => {
    const share = of === undefined || of === 0 ? 0 : Math.min(1, most / of);
    const kind = of !== undefined && most > of ? "over" : "";
    const bar =
      of === undefined
        ? ""
        : `<svg class="bar ${kind}" viewBox="0 0 100 10" role="img" aria-label="${Math.round((most / of) * 100)}%"><rect class="room" width="100" height="10" rx="2"/><rect class="used" width="${(share * 100).toFixed(1)}" height="10" rx="2"/></svg>`;
    return `<tr><td>${escaped(what)}</td><td>${amount(most)}${of === undefined ? "" : ` of ${amount(of)}`}</td><td>${bar}</td><td class="dim">${escaped(because)}</td></tr>`;
  });
  const wrong = findings.map(
    ({ level, path, message, mend }) =>
      `<li class="${level === "error" ? "bad" : "weak"}">slipway:${escaped(path)}: ${escaped(message)} <small>${escaped(mend)}</small></li>`,
  );
  const rest = unknown.map((what) => `<li class="dim">not counted: ${escaped(what)}</li>`);
  const list = [...wrong, ...rest];
  return (
    (findings.length === 0 ? '<p class="good">✓ All of it fits.</p>' : "") +
    (list.length > 0 ? `<ul class="plain">${list.join("")}</ul>` : "") +
    table(["What", "At most", "Share", "How it is made up"], rows)
  );
}

/** Versions beside the cluster's, with until when they are looked after, and who says so. */
export function versionsTable({ rows, findings }: NonNullable<Report["versions"]>): string {
  const said = findings.map(
    ({ level, path, message, mend }) =>
      `<li class="${level === "error" ? "bad" : "weak"}">slipway:${escaped(path)}: ${escaped(message)} <small>${escaped(mend)}</small></li>`,
  );
  const words = { yes: "yes", untested: "untested", refused: "no" } as const;
  const lines = rows.map(({ what, version, kubernetes = "", fits, ends = "", source }) =>
    row([what, version, kubernetes, words[fits], ends, source]),
  );
  return (
    (said.length > 0 ? `<ul class="plain">${said.join("")}</ul>` : '<p class="good">✓ All of it goes together.</p>') +
    fold("The table", table(["What", "Version", "Kubernetes", "Fits", "Support ends", "Source"], lines))
  );
}

/** What was assumed, and what follows. */
export function whatIfSection({ settings, step, traffic, cost, outages = [] }: NonNullable<Report["whatIf"]>): string {
  const assumed = [...(step ? [`the scaling path up to ${step}`] : []), ...settings];
  const load = traffic
    ? table(
        ["", "Now", "Then", "At most"],
        [
          ...traffic.pods.map(({ workload, now, after, most }) => row([`pods of ${workload}`, now, after, most])),
          ...traffic.connections.map(({ store, now, after, limit = "" }) =>
            row([`connections to ${store}`, now, after, limit]),
          ),
          row(["cores", traffic.cores.now, traffic.cores.after, traffic.cores.limit ?? ""]),
        ],
      ) + `<ul class="plain">${traffic.limits.map((limit) => `<li class="bad">${escaped(limit)}</li>`).join("")}</ul>`
    : "";
  const lost = outages.map((outage) => {
    const kinds = { lost: "bad", away: "bad", moves: "weak", serves: "good" } as const;
    const rows = fates.flatMap(([fate, word]) =>
      outage.effects
        .filter((effect) => effect.fate === fate)
        .map((effect) => row([word, effect.subject, effect.message + rpoText(effect)], kinds[fate])),
    );
    return `<h3>Without ${escaped(outageTitle(outage))}</h3>${table(["Fate", "What", "How"], rows)}`;
  });
  return (
    (assumed.length > 0
      ? `<ul class="plain">${assumed.map((each) => `<li>with ${escaped(each)}</li>`).join("")}</ul>`
      : "") +
    (traffic ? `<p>${escaped(trafficLines(traffic, plain)[0] ?? "")}</p>${load}` : "") +
    (cost ? `<p>${escaped(billText(cost))}</p>` : "") +
    lost.join("")
  );
}

const fold = (title: string, content: string): string =>
  `<details><summary>${escaped(title)}</summary>${content}</details>`;

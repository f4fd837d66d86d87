import type { Verdict } from "../../proofs/proof";
import { byRule } from "../findings";
import { kindOf } from "../kind";
import { partsOf } from "../parts";
import { isReal, type Report, type ReportedResource } from "../report";
import { childrenOf } from "../tree";
import { escaped } from "./text";

/** One section of the page, with its heading. */
export function section(id: string, title: string, content: string): string {
  return `<section aria-labelledby="${id}-title" id="${id}"><h2 id="${id}-title">${escaped(title)}</h2>${content}</section>`;
}

export function cards(items: readonly (readonly [string | number, string, string?])[]): string {
  const cells = items.map(
    ([value, label, kind = ""]) =>
      `<li><strong class="${kind}">${escaped(String(value))}</strong>${escaped(label)}</li>`,
  );
  return `<ul class="cards">${cells.join("")}</ul>`;
}

/** Every finding as a row, the worst first, with a filter above. */
export function findingsTable({ findings }: Report): string {
  if (findings.length === 0) return '<p class="good">Nothing found.</p>';
  const rows = byRule(findings).flatMap((group) =>
    group.findings.map(
      ({ level, severity, rule, name, message, mend, reason, link }) =>
        `<tr data-level="${level}"><td class="${level}">${level}</td><td>${severity}</td>` +
        `<td>${link ? `<a href="${escaped(link)}" rel="noreferrer">${escaped(rule)}</a>` : escaped(rule)}</td>` +
        `<td>${escaped(name)}</td><td>${escaped(message)}${reason ? ` <small>${escaped(reason)}</small>` : ""}</td><td>${escaped(mend)}</td></tr>`,
    ),
  );
  const levels = [...new Set(findings.map(({ level }) => level))].map((level) => `<option>${level}</option>`);
  return (
    '<div class="bar"><label>Find <input id="finding" type="search"></label>' +
    `<label>Level <select id="level"><option value="">all</option>${levels.join("")}</select></label>` +
    `<output id="found" for="finding level">${rows.length} shown</output></div>` +
    table(["Level", "Severity", "Rule", "Resource", "Found", "Mend"], rows)
  );
}

export function proofsList(proofs: readonly Verdict[]): string {
  return proofs
    .map(({ question, holds, seen, concerns }) => {
      const weak = concerns.filter(({ level }) => level === "weak").length;
      const asked = weak > 0 ? `<span class="weak">! ${weak} weak</span>` : '<span class="good">✓ holds</span>';
      const answer = holds ? asked : '<span class="bad">✗ broken</span>';
      const mark = holds === undefined ? '<span class="dim">? not asked</span>' : answer;
      const lines = [
        ...concerns.map(
          ({ level, subject, message, mend }) =>
            `<li class="${level === "broken" ? "bad" : "weak"}">${escaped(`${subject} ${message}`)} <small>${escaped(mend)}</small></li>`,
        ),
        ...seen.map((line) => `<li class="dim">${escaped(line)}</li>`),
      ];
      return `<details${holds === false ? " open" : ""}><summary>${mark} ${escaped(question)}</summary><ul class="plain">${lines.join("")}</ul></details>`;
    })
    .join("");
}

/** Components as branches that fold, their resources as leaves that a search finds by name, type and id. */
export function resourceTree(report: Report): string {
  const children = childrenOf(report);
  const draw = (resource: ReportedResource, depth: number): string => {
    const below = (children.get(resource.urn) ?? []).map((child) => draw(child, depth + 1)).join("");
    if (resource.custom) return (isReal(resource) ? leaf(resource) : "") + below;
    if (below === "") return "";
    const open = depth < 2;
    const summary = `<summary>${escaped(resource.name)} <small>${escaped(kindOf(resource.type))}</small></summary>`;
    return `<details data-open="${open ? "yes" : "no"}"${open ? " open" : ""}>${summary}${below}</details>`;
  };
  const tree = (children.get(undefined) ?? []).map((root) => draw(root, 0)).join("");
  return (
    '<div class="bar"><label>Search <input id="search" type="search"></label><button id="unfold" type="button">Unfold all</button>' +
    `<button id="fold" type="button">Fold all</button><output id="hits" for="search"></output></div><div id="tree">${tree}</div>`
  );
}

function leaf({ name, type, protect }: ReportedResource): string {
  const guard = protect ? ' <small class="good">protected</small>' : "";
  const text = escaped(`${name} ${type}`.toLowerCase());
  return `<div class="leaf" data-text="${text}">${escaped(name)} <small>${escaped(type)}</small>${guard}</div>`;
}

/** Which part of the stack is made in which steps, and in which order it all goes. */
export function orderTable(report: Report): string {
  const parts = partsOf(report);
  const count = Math.max(0, ...parts.map(({ last }) => last));
  const made = parts.map(({ name, first, last, parts: inner }) => orderRow(first, last, name, inner));
  const gone = [...parts]
    .sort((a, b) => b.last - a.last || b.first - a.first)
    .map(({ name, first, last, parts: inner }) =>
      orderRow(count + 1 - last, count + 1 - first, name, [...inner].reverse()),
    );
  const intro = `<p class="dim">Made in ${count} steps, each waiting for those before it. ${report.counts.protected} protected resources refuse to go.</p>`;
  return (
    `${intro}<h3>Made</h3>${table(["Steps", "Part", "Of it"], made)}` +
    `<details><summary>Destroyed</summary>${table(["Steps", "Part", "Of it"], gone)}</details>`
  );
}

function orderRow(first: number, last: number, name: string, parts: readonly string[]): string {
  const when = first === last ? String(first) : `${first}–${last}`;
  return `<tr><td>${when}</td><td>${escaped(name)}</td><td>${escaped(parts.join(", "))}</td></tr>`;
}

export function table(heads: readonly string[], rows: readonly string[]): string {
  const head = heads.map((name) => `<th scope="col">${escaped(name)}</th>`).join("");
  return `<div class="scroll" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

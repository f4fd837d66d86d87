/** Holds what the judges found against the table of what they agree on, and why they differ. */
import type { Found, JudgeName, Verdicts } from "./judges";
import { OURS_ALONE, type OursAlone, ROWS, type Row, THEIRS_ALONE, type TheirsAlone } from "./table";

/** What a comparison says. */
export interface Comparison {
  /** Disagreements that the table does not explain, one sentence each. */
  readonly unexplained: readonly string[];
  /** What the table claims and nothing needed: it would hide the next disagreement of its kind. */
  readonly unused: readonly string[];
}

/** One judge's verdicts beside ours: agreement is by manifest, check by check and rule by rule, both ways. */
export function compare(judge: JudgeName, ours: Verdicts, theirs: Verdicts): Comparison {
  const of = <T extends { readonly judge: JudgeName }>(rows: readonly T[]): T[] =>
    rows.filter((row) => row.judge === judge);
  const [rows, theirsAlone, oursAlone] = [of(ROWS), of(THEIRS_ALONE), of(OURS_ALONE)];
  const used = new Set<string>();
  const unexplained: string[] = [];

  for (const [manifest, found] of theirs) {
    const own = ours.get(manifest)!;
    const agreed = rows.flatMap((row) =>
      found.some(({ check }) => check === row.check)
        ? row.rules.filter((rule) => own.some(({ check }) => check === rule)).map((rule) => ({ row, rule }))
        : [],
    );
    for (const { row, rule } of agreed) used.add(sameness(row, rule));
    for (const one of found) {
      if (agreed.some(({ row }) => row.check === one.check)) continue;
      const reason = theirsAlone.find((row) => explains(row, manifest, one));
      if (reason) used.add(theirClaim(reason, manifest));
      else unexplained.push(`${manifest}: only ${judge} finds ${one.check}: ${one.finding}`);
    }
    for (const { check: rule, finding } of own) {
      if (agreed.some((each) => each.rule === rule)) continue;
      const reason = oursAlone.find((row) => row.rules.includes(rule) && admits(row, manifest));
      if (reason) used.add(ourClaim(reason, rule, manifest));
      else unexplained.push(`${manifest}: ${judge} does not find ${rule}: ${finding}`);
    }
  }

  const claims = [
    ...rows.flatMap((row) => row.rules.map((rule) => sameness(row, rule))),
    ...theirsAlone.flatMap((row) => (row.manifests ?? [""]).map((manifest) => theirClaim(row, manifest))),
    ...oursAlone.flatMap((row) =>
      row.rules.flatMap((rule) => (row.manifests ?? [""]).map((manifest) => ourClaim(row, rule, manifest))),
    ),
  ];
  return { unexplained, unused: claims.filter((claim) => !used.has(claim)) };
}

const place = ({ manifests }: TheirsAlone | OursAlone, manifest: string): string =>
  manifests === undefined ? "" : ` on ${manifest}`;
const sameness = ({ check }: Row, rule: string): string => `${check} is ${rule}`;
const theirClaim = (row: TheirsAlone, manifest: string): string =>
  `only they find ${row.check} ${row.finding ?? ""}${place(row, manifest)}`;
const ourClaim = (row: OursAlone, rule: string, manifest: string): string =>
  `only we find ${rule}${place(row, manifest)}`;

const explains = ({ check, finding, manifests }: TheirsAlone, manifest: string, found: Found): boolean =>
  check === found.check &&
  (finding === undefined || finding === found.finding) &&
  (manifests === undefined || manifests.includes(manifest));

const admits = ({ manifests }: OursAlone, manifest: string): boolean =>
  manifests === undefined ? manifest.startsWith("bad/") : manifests.includes(manifest);

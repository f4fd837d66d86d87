import pc from "picocolors";
import type { Paint } from "../../rehearsal/report/paint";
import type { CommandSpec, Flags } from "../command";
import { diagnose } from "./diagnose";
import type { Diagnosis, Link } from "./finding";
import { sceneOf } from "./scene";

interface WhyFlags extends Flags {
  readonly namespace?: string;
}

export const why: CommandSpec<WhyFlags> = {
  usage: "why <object>",
  description:
    "Why something is not ready: follows it to its pods, their events, images, secrets, quotas and nodes, and says in plain words what is wrong and how to mend it.",
  effect: "reads",
  options: (command) => command.option("-n, --namespace <name>", "where it is. Default: that of the stack's workloads"),
  examples: [
    "why web --stack prod",
    "why pod/web-7d9f-x2k1 --stack dev",
    "why deploy/envoy-gateway --namespace envoy-gateway-system --stack dev",
  ],
  run: async ({ cluster, config, flags, now }, [object = ""]) => {
    const { ask } = await cluster();
    const found = diagnose(await sceneOf(ask, flags.namespace ?? config.namespace, object, now()));
    const [first] = found.findings;
    return {
      succeeded: found.well,
      summary: found.well
        ? `${found.object} is well`
        : (first?.problem ?? `${found.object} is not ready, and nothing says why yet`),
      text: whyText(found, pc),
      ...found,
    };
  },
};

/** The way down, and what is wrong, for people. */
export function whyText({ object, namespace, well, chain, findings }: Diagnosis, paint: Paint): string {
  const mark = well ? paint.green("✓") : paint.red("✗");
  const lines = [
    `${mark} ${paint.bold(object)} in ${namespace} ${well ? "is well" : "is not well"}`,
    "",
    ...tree(chain, "", "", paint),
    "",
    ...findings.flatMap(({ object: of, problem, seen, mend, runbook }) => [
      // What is worth knowing of something that is well does not make it ill.
      `${well ? paint.yellow("!") : paint.red("✗")} ${paint.bold(problem)}  ${paint.dim(of)}`,
      ...(seen ? labelled("seen", seen) : []),
      ...labelled("mend", mend),
      ...(runbook ? labelled("read on", `docs/runbooks/${runbook}.md`) : []),
      "",
    ]),
  ];
  if (!well && findings.length === 0)
    lines.push("Nothing says why yet: it may only have begun. Ask again in a minute.", "");
  return lines.join("\n");
}

const labelled = (label: string, text: string): string[] =>
  text.split("\n").map((line, index) => `    ${(index === 0 ? label : "").padEnd(8)}${line}`);

/** Pods of a set that are all well are not worth a line each. */
const MOST = 5;

function tree({ kind, name, state, well, below }: Link, lead: string, rest: string, paint: Paint): string[] {
  const ill = below.filter((each) => !isWell(each));
  const shown = [...ill, ...below.filter(isWell)].slice(0, Math.max(MOST, Math.min(ill.length, 10)));
  const more = below.length - shown.length;
  return [
    `${lead}${well ? paint.green("✓") : paint.red("✗")} ${kind} ${paint.bold(name)}  ${paint.dim(state)}`,
    ...shown.flatMap((each, index) => {
      const last = index === shown.length - 1 && more === 0;
      return tree(each, `${rest}${last ? "└─ " : "├─ "}`, `${rest}${last ? "   " : "│  "}`, paint);
    }),
    ...(more > 0 ? [`${rest}└─ ${paint.dim(`${more} more`)}`] : []),
  ];
}

const isWell = ({ well, below }: Link): boolean => well && below.every(isWell);

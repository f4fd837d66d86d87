import type { AlertGroup } from "../../../components/contracts/monitoring";
import { ruleFile } from "../../../components/monitoring/render";
import type { RuleCase, Series } from "./cases/case";
import { keyOf } from "./shipped";

/** The rules of one group and promtool's unit tests of them, as it reads them (JSON is YAML). */
export interface RuleTests {
  readonly group: string;
  readonly rules: object;
  readonly tests: object;
  /** How many tests there are. */
  readonly count: number;
}

const links = { runbooks: "docs/runbooks", grafana: "http://localhost:3000" };

export const caseKey = ({ alert, severity, window }: RuleCase): string =>
  [alert, severity, ...(window === undefined ? [] : [window])].join(" ");

/** promtool's tests of a group: each case fires with its bad series, and keeps quiet with its good ones. */
export function ruleTests(group: AlertGroup, cases: readonly RuleCase[]): RuleTests {
  const keys = new Set(group.rules.map(keyOf));
  const own = cases.filter((each) => keys.has(caseKey(each)));
  const tests = own.flatMap((each) => [
    test(each, each.fires, true),
    ...(each.quiet === "never" ? [] : [test(each, each.quiet, false)]),
  ]);
  return {
    group: group.name,
    rules: ruleFile([group], links),
    tests: { rule_files: [`${group.name}.rules.json`], evaluation_interval: "1m", tests },
    count: tests.length,
  };
}

function test({ alert, severity, window, labels, at }: RuleCase, series: Series, fires: boolean): object {
  const matchers = Object.entries({
    alertname: alert,
    alertstate: "firing",
    severity,
    ...(window ? { window } : {}),
    ...(fires ? labels : {}),
  })
    .map(([label, value]) => `${label}="${value}"`)
    .join(",");
  return {
    name: `${alert} ${severity} ${window ?? ""} ${fires ? "fires" : "keeps quiet"}`,
    interval: "1m",
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr: `count(ALERTS{${matchers}}) >= bool 1 or vector(0)`,
        eval_time: at,
        exp_samples: [{ labels: "{}", value: fires ? 1 : 0 }],
      },
    ],
  };
}

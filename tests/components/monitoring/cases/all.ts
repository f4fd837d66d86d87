import { addonCases } from "./addons";
import type { RuleCase } from "./case";
import { platformCases } from "./platform";
import { podCases } from "./pods";
import { storeCases } from "./stores";
import { telemetryCases } from "./telemetry";
import { workloadCases } from "./workloads";

export const cases: readonly RuleCase[] = [
  ...workloadCases,
  ...podCases,
  ...storeCases,
  ...platformCases,
  ...addonCases,
  ...telemetryCases,
];

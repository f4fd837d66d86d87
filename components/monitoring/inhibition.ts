import type { MonitoringSettings } from "../contracts/monitoring";

/** One rule of Alertmanager: while a source fires, its targets tell nobody. */
export interface InhibitRule {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  /** Labels that must be alike; one that both lack is. */
  readonly equal?: readonly string[];
}

/** What an alert is about. */
const THING = ["namespace", "workload", "store", "node", "instance"] as const;

/** Whatever is wrong with a store that makes those who use it fail. */
const BROKEN_STORE = "Postgres.+|Redis.+|Mongodb.+";

/** The label that rules put on alerts on what users notice. */
export const SYMPTOM = { label: "symptom", value: "yes" } as const;

/**
 * One fault, one page: a grave alert silences its milder kin, a cause what follows from it.
 */
export function inhibitRules({ workloads }: Pick<MonitoringSettings, "workloads">): readonly InhibitRule[] {
  const symptom = `${SYMPTOM.label} = "${SYMPTOM.value}"`;
  return [
    {
      source_matchers: ['severity = "critical"'],
      target_matchers: ['severity =~ "warning|info"'],
      equal: ["alertname", "slo", ...THING],
    },
    {
      source_matchers: ['severity = "warning"'],
      target_matchers: ['severity = "info"'],
      equal: ["alertname", "slo", ...THING],
    },
    // A workload that is down crashes, fails, is slow and lacks pods; that it is down says it all.
    {
      source_matchers: ['alertname =~ "WorkloadDown|RolloutDown"'],
      target_matchers: ['workload != ""', 'alertname !~ "WorkloadDown|RolloutDown"'],
      equal: ["namespace", "workload"],
    },
    // One that fails burns its error budget, and so does one that is slow.
    {
      source_matchers: ['alertname =~ "WorkloadErrorRatioHigh|WorkloadSlow"', 'severity = "critical"'],
      target_matchers: ['alertname =~ "SloBudget.+|WorkloadSlowest"'],
      equal: ["namespace", "workload"],
    },
    // Fast burning is told of; that little is left then is no news.
    {
      source_matchers: ['alertname = "SloBudgetBurning"', 'severity = "critical"'],
      target_matchers: ['alertname =~ "SloBudgetSpent|SloBudgetLow"'],
      equal: ["namespace", "workload", "slo"],
    },
    // A rollout that does not come up: its pods crash or wait, and that is known.
    {
      source_matchers: ['alertname =~ "RolloutStuck|RolloutRefused"'],
      target_matchers: [
        'alertname =~ "WorkloadNotReady|WorkloadCrashLooping|WorkloadImageUnavailable|WorkloadMisconfigured|WorkloadRestarting"',
      ],
      equal: ["namespace", "workload"],
    },
    // Every public name and every workload suffers; which of them is no news.
    { source_matchers: ['alertname = "GatewayDown"'], target_matchers: [symptom] },
    {
      source_matchers: ['alertname = "NodeNotReady"'],
      target_matchers: ['alertname =~ "NodeUnderPressure|NodeCpuHigh|NodeMemoryHigh"'],
      equal: ["node"],
    },
    // Many nodes at once: the one alert that says so is enough.
    {
      source_matchers: ['alertname = "NodesLost"'],
      target_matchers: ['alertname =~ "NodeNotReady|NodeExporterDown|DaemonSetNotReady|WorkloadNotReady|TargetDown"'],
    },
    // Without these nothing is known, and what is absent would look broken.
    {
      source_matchers: ['alertname = "KubeStateMetricsDown"'],
      target_matchers: ['alertname = "TargetDown"', 'job = "kube-state-metrics"'],
    },
    ...stores(workloads),
  ];
}

/** A store that is broken is the cause of what those notice who use it. */
function stores(workloads: MonitoringSettings["workloads"]): readonly InhibitRule[] {
  const names = [...new Set(workloads.flatMap(({ uses }) => uses))].sort();
  return names.map((store) => ({
    source_matchers: [`alertname =~ "${BROKEN_STORE}"`, 'severity = "critical"', `store = "${store}"`],
    target_matchers: [
      `${SYMPTOM.label} = "${SYMPTOM.value}"`,
      `workload =~ "${workloads
        .filter(({ uses }) => uses.includes(store))
        .map(({ name }) => name)
        .join("|")}"`,
    ],
  }));
}

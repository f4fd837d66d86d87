import type { AlertGroup, MonitoringSettings } from "../../contracts/monitoring";

const dashboard = "slipway-postgres";
const store = "{{ $labels.store }}";

/** Pools that Slipway runs itself: that one answers, and that it has connections to give. */
export function poolAlerts({ pools = [] }: MonitoringSettings): readonly AlertGroup[] {
  if (pools.length === 0) return [];
  return [
    {
      name: "pools",
      rules: [
        {
          alert: "PoolDown",
          expr: "max by (store) (pgbouncer_up) == 0",
          for: "2m",
          severity: "critical",
          summary: `The pool before ${store} does not answer`,
          description: "None of its pods does (up: {{ $value }}): workloads reach no database.",
          runbook: "pool-down",
          dashboard,
          panel: "Pools that answer",
        },
        {
          alert: "PoolWaits",
          // A query is refused after 30 seconds of waiting (charts/pool).
          expr: "max by (store) (pgbouncer_pools_client_maxwait_seconds) > 5",
          for: "5m",
          severity: "warning",
          summary: `Queries wait for a connection of the pool before ${store}`,
          description:
            "The one that waits longest has waited for {{ $value | humanizeDuration }}; after 30 seconds it fails.",
          runbook: "pool-waits",
          dashboard,
          panel: "Longest wait for a connection of the pool",
        },
      ],
    },
  ];
}

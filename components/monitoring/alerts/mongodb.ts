import type { AlertGroup, MonitoringSettings } from "../../contracts/monitoring";
import { onLimits, ratioOf } from "./on-limits";

const dashboard = "slipway-mongodb";
const server = "{{ $labels.instance }}";

/** A MongoDB that Percona's mongodb_exporter (0.40 or newer) looks at, by its own names, not the compatible ones. */
export function mongodbAlerts({ thresholds }: MonitoringSettings): AlertGroup {
  return {
    name: "mongodb-exporter",
    rules: [
      {
        alert: "MongodbDown",
        expr: "min by (namespace, instance) (mongodb_up) == 0",
        for: "2m",
        severity: "critical",
        summary: `MongoDB does not answer (${server})`,
        description: "The exporter cannot connect (up: {{ $value }}).",
        runbook: "mongodb-down",
        dashboard,
        panel: "Servers that answer",
      },
      {
        alert: "MongodbNoPrimary",
        expr: 'count by (namespace, set) (mongodb_rs_members_state) unless on (namespace, set) (count by (namespace, set) (mongodb_rs_members_state{member_state="PRIMARY"} == 1))',
        for: "1m",
        severity: "critical",
        summary: "The replica set {{ $labels.set }} has no primary",
        description: "None of its {{ $value }} members, as they are seen, takes writes.",
        runbook: "mongodb-no-primary",
        dashboard,
        panel: "State of members",
      },
      {
        alert: "MongodbMemberUnhealthy",
        expr: "min by (namespace, set, member_idx) (mongodb_rs_members_health) == 0",
        for: "5m",
        severity: "warning",
        summary: "A member of the replica set {{ $labels.set }} cannot be reached",
        description: "{{ $labels.member_idx }} (health: {{ $value }}): the loss of one more may stop writes.",
        runbook: "mongodb-member-unhealthy",
        dashboard,
        panel: "Members that are healthy",
      },
      ...onLimits(thresholds.replicaLagSeconds, {
        alert: "MongodbReplicaLags",
        expr: (seconds) =>
          `(max by (namespace, set) (mongodb_rs_members_optimeDate{member_state="PRIMARY"}) - on (namespace, set) min by (namespace, set) (mongodb_rs_members_optimeDate{member_state="SECONDARY"})) / 1000 > ${seconds}`,
        for: "5m",
        summary: "A secondary of {{ $labels.set }} lags behind",
        description: "By {{ $value | humanizeDuration }}: a failover would lose as much.",
        runbook: "mongodb-replica-lags",
        dashboard,
        panel: "Lag of secondaries",
      }),
      ...onLimits(thresholds.connectionsPercent, {
        alert: "MongodbConnectionsNearLimit",
        expr: (percent) =>
          `max by (namespace, instance) (mongodb_ss_connections{conn_type="current"}) / (max by (namespace, instance) (mongodb_ss_connections{conn_type="current"}) + max by (namespace, instance) (mongodb_ss_connections{conn_type="available"})) > ${ratioOf(percent)}`,
        for: "5m",
        summary: `${server} is running out of connections`,
        description: "{{ $value | humanizePercentage }} of those that it takes are in use.",
        runbook: "mongodb-connections-near-limit",
        dashboard,
        panel: "Connections, of those allowed",
      }),
      {
        alert: "MongodbOperationsQueued",
        expr: 'sum by (namespace, instance) (mongodb_ss_globalLock_currentQueue{count_type=~"readers|writers"}) > 100',
        for: "5m",
        severity: "warning",
        summary: `Operations of ${server} wait for each other`,
        description: "{{ $value | humanize }} are queued.",
        runbook: "mongodb-operations-queued",
        dashboard,
        panel: "Operations that wait",
      },
      {
        alert: "MongodbCursorsTimedOut",
        expr: "sum by (namespace, instance) (increase(mongodb_ss_metrics_cursor_timedOut[10m])) > 100",
        for: "5m",
        severity: "info",
        summary: `Cursors of ${server} time out`,
        description: "{{ $value | humanize }} in 10 minutes: clients do not read to the end.",
        runbook: "mongodb-cursors-timed-out",
        dashboard,
        panel: "Cursors that timed out",
      },
    ],
  };
}

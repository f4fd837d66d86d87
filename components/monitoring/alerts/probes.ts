import type { AlertGroup, MonitoringSettings } from "../../contracts/monitoring";
import { onLimits } from "./on-limits";

const DAY = 86_400;
const dashboard = "slipway-edge";

/** Public names, asked for from inside as users do: by what blackbox_exporter says of each. */
export function probeAlerts({ thresholds }: MonitoringSettings): AlertGroup {
  return {
    name: "probes",
    rules: [
      {
        alert: "PublicNameUnreachable",
        expr: "max by (target) (probe_success) == 0",
        for: "5m",
        severity: "critical",
        summary: "https://{{ $labels.target }} cannot be reached",
        description: "It has not answered, or with a server error, for 5 minutes (success: {{ $value }}).",
        runbook: "public-name-unreachable",
        dashboard,
        panel: "Public names that answer",
        symptom: true,
      },
      ...onLimits(thresholds.certificateDays, {
        alert: "PublicCertificateExpiring",
        expr: (days) => `min by (target) (probe_ssl_earliest_cert_expiry) - time() < ${days * DAY}`,
        for: "1h",
        summary: "The certificate that {{ $labels.target }} serves runs out soon",
        description: "It holds {{ $value | humanizeDuration }} more.",
        runbook: "public-certificate-expiring",
        dashboard,
        panel: "Certificates as users see them, time that is left",
      }),
    ],
  };
}

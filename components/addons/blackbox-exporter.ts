import { probeAlerts } from "../monitoring/alerts/probes";
import { type AddonDefinition, resources, restrictedContainer } from "./definition";

/** Whatever an app answers itself, a refusal too, shows that it can be reached; 5xx is the gateway's way to say no. */
const REACHED = [200, 201, 202, 204, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 410, 422, 429];

/**
 * Asks for each public name every minute, the way that users come: through DNS, the load balancer, TLS and the gateway.
 *
 * Settings read: `hosts`, `monitoring.thresholds`.
 */
export const blackboxExporter: AddonDefinition = {
  name: "blackbox-exporter",
  namespace: "blackbox-exporter",
  podSecurity: "restricted",
  scrapedOnly: true,
  needs: ["prometheus-operator-crds"],
  releases: [
    {
      chart: "blackbox-exporter",
      timeoutSeconds: 300,
      values: ({ settings: { hosts } }) => ({
        fullnameOverride: "blackbox-exporter",
        // A second one would ask twice.
        replicas: 1,
        podSecurityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, fsGroup: 65534 },
        securityContext: { ...restrictedContainer, runAsUser: 65534, runAsGroup: 65534 },
        resources: resources("10m", "32Mi", "64Mi"),
        config: {
          modules: {
            https: {
              prober: "http",
              timeout: "10s",
              http: {
                preferred_ip_protocol: "ip4",
                follow_redirects: false,
                fail_if_not_ssl: true,
                valid_status_codes: REACHED,
              },
            },
          },
        },
        serviceMonitor: {
          enabled: true,
          defaults: { interval: "60s", scrapeTimeout: "15s", module: "https" },
          targets: hosts.map((host) => ({ name: host, url: `https://${host}/` })),
        },
      }),
    },
  ],
  alerts: ({ settings: { monitoring } }) => [probeAlerts(monitoring)],
};

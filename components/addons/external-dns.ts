import type { AddonContext, ExternalDnsSettings, KubernetesObject } from "../contracts/addon";
import type { AlertGroup } from "../contracts/monitoring";
import { secretStore } from "../workloads/secret-store";
import { type AddonDefinition, controller, resources, restrictedContainer } from "./definition";
import { gateway } from "./gateway";

const name = "external-dns";
/** The Secret that holds the provider's token, and its entry. */
const token = { name: "provider-token", key: "token" } as const;

/** Where each provider's own library looks for its token. */
const tokenVariable: Readonly<Record<Exclude<ExternalDnsSettings["provider"], "cloud">, string>> = {
  cloudflare: "CF_API_TOKEN",
  dnsimple: "DNSIMPLE_OAUTH",
  linode: "LINODE_TOKEN",
  ns1: "NS1_APIKEY",
};

const alerts: AlertGroup = {
  name,
  rules: [
    {
      alert: "NamesNotSynced",
      expr: "time() - max(external_dns_controller_last_sync_timestamp_seconds) > 900",
      for: "5m",
      severity: "warning",
      summary: "external-dns cannot write its records",
      description: "It was last in step {{ $value | humanizeDuration }} ago: new names lead nowhere.",
      runbook: "names-not-synced",
      dashboard: "slipway-edge",
      panel: "Names, since they were last in step",
    },
  ],
};

/** Only what it is told to look after; without any zone nothing, rather than everything that its token can reach. */
function zonesOf({ settings: { externalDns } }: AddonContext): object {
  const zones = externalDns?.zones ?? [];
  return {
    domainFilters: zones.length > 0 ? zones.map((zone) => zone.name) : ["invalid"],
    excludeDomains: externalDns?.except ?? [],
    extraArgs: { "gateway-name": gateway.name, "zone-id-filter": zones.map(({ id }) => id) },
  };
}

function envOf({ facts, settings: { externalDns } }: AddonContext): readonly object[] {
  const provider = externalDns?.provider ?? "cloud";
  if (provider === "cloud") return facts.controllerEnv;
  return [{ name: tokenVariable[provider], valueFrom: { secretKeyRef: token } }];
}

function tokenObject({ facts, settings: { externalDns } }: AddonContext): readonly KubernetesObject[] {
  if (externalDns?.secret === undefined) return [];
  const remoteRef = {
    key: `${facts.secretPrefix}${externalDns.secret}`,
    ...(facts.secretProperty !== undefined && { property: facts.secretProperty }),
  };
  return [
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: token.name, namespace: name },
      spec: {
        ...{ refreshInterval: "1h", secretStoreRef: secretStore },
        target: { name: token.name, creationPolicy: "Owner" },
        data: [{ secretKey: token.key, remoteRef }],
      },
    },
  ];
}

/**
 * Writes records for the hosts of the gateway's routes, whoever makes those routes, in zones that Slipway does not manage. It
 * changes and removes what it has written itself and nothing else: a TXT record beside each of its own says whose it is.
 *
 * Settings read: `externalDns`.
 */
export const externalDns: AddonDefinition = {
  name,
  namespace: name,
  podSecurity: "restricted",
  needs: ["envoy-gateway", "prometheus-operator-crds"],
  identity: {
    serviceAccount: name,
    rights: ({ externalDns: settings }) =>
      settings?.provider === "cloud" ? [{ kind: "writeNames", zones: settings.zones.map(({ id }) => id) }] : [],
  },
  readsSecrets: ({ externalDns: settings }) => settings?.secret !== undefined,
  releases: [
    {
      chart: name,
      timeoutSeconds: 300,
      values: (context) => {
        const { facts, scope, annotations, settings } = context;
        const provider = settings.externalDns?.provider ?? "cloud";
        return {
          // There is no leader among several: its makers allow one.
          replicaCount: 1,
          ...controller,
          ...zonesOf(context),
          provider: { name: provider === "cloud" ? facts.cloud : provider },
          sources: ["gateway-httproute"],
          gatewayNamespace: gateway.namespace,
          annotationPrefix: gateway.dnsAnnotations,
          policy: "sync",
          registry: "txt",
          txtOwnerId: scope.name,
          txtPrefix: "slipway-",
          interval: "1m",
          env: envOf(context),
          podLabels: context.podLabels,
          serviceAccount: { name, annotations },
          securityContext: { ...restrictedContainer, runAsUser: 65532, runAsGroup: 65532 },
          resources: resources("20m", "64Mi", "128Mi"),
          serviceMonitor: { enabled: true },
        };
      },
    },
  ],
  scrapedOnly: true,
  before: tokenObject,
  alerts: () => [alerts],
};

import { type Output, output, secret } from "@pulumi/pulumi";
import type { ZoneHandle } from "../components/contracts/edge";
import type { NetworkHandle } from "../components/contracts/network";
import type { SecretHandle, StoreHandle } from "../components/contracts/stores";
import { MONGODB_STORAGE, mongodbName, storesNamespace } from "../components/in-cluster/places";
import type { WorkloadRelease } from "../components/workloads/workload";
import type { Deployed } from "./deploy/deploy";
import type { Foundation } from "./deploy/foundation";
import { plannerOf } from "./plan/clouds/registry";
import { zoneOf } from "./plan/edge";
import type { StackPlan } from "./plan/plan";

/** What a stack tells people, CI and the stacks that join it. */
export interface StackOutputs {
  /** Handles of the foundation, for stacks that join it; absent where another stack owns it. */
  readonly foundation?: object;
  readonly platform?: { readonly name: string; readonly address: Output<string> };
  /** Holds no credential, but says where the cluster is: kept secret. */
  readonly kubeconfig: Output<string>;
  /** Where each public name must point: make a record of each that lies in none of the stack's zones; `next` says how. */
  readonly hosts: Readonly<Record<string, Output<string>>>;
  /** Zone that this stack made → name servers that its registrar, or the zone above, must name for it. */
  readonly delegation?: Readonly<Record<string, Output<string[]>>>;
  /** Zone that is signed → the DS record that its registrar, or the zone above, must have. */
  readonly dnssec?: Readonly<Record<string, Output<string>>>;
  /** Static site → the bucket that its pages go into, and the distribution that must then forget the old ones. */
  readonly sites?: Readonly<Record<string, { readonly bucket: Output<string>; readonly distribution: Output<string> }>>;
  /** Where dashboards are, once the forward in `next` runs. */
  readonly dashboards: Readonly<Record<string, string>>;
  /** Workload → what `up` has waited for, where that is not the end of its rollout, and how to follow it to the end. */
  readonly rollouts: Readonly<Record<string, string>>;
  /** Release → what Argo CD makes it of, where the workloads are left to it: what `npm run ops -- gitops write` writes. */
  readonly releases?: Output<Readonly<Record<string, WorkloadRelease>>>;
  /** Where the jobs of backups are, and what they back up: what `npm run ops -- backup` and `restore` read. */
  readonly backups?: {
    readonly name: string;
    readonly protect: boolean;
    readonly namespace: string;
    readonly stores: readonly string[];
    readonly bucket: Output<string>;
  };
  /** Stores that an operator in the cluster backs up, as it knows them: what `npm run ops -- backup` and `restore` read too. */
  readonly operated?: {
    readonly name: string;
    readonly protect: boolean;
    readonly namespace: string;
    readonly stores: Readonly<Record<string, OperatedStore>>;
  };
  /** What the names of images in the stack's own registry begin with; absent where it has none. */
  readonly registry?: Output<string>;
  /** What a person does next, in order. */
  readonly next: Output<readonly string[]>;
}

/** The stack's outputs, typed. No secret value is among them. */
export function stackOutputs(plan: StackPlan, { foundation, platform, releases }: Deployed): StackOutputs {
  const address = platform?.address;
  return {
    ...(owns(plan, "foundation") && { foundation: { name: plan.scope.name, ...handles(foundation) } }),
    ...(owns(plan, "platform") && { platform: { name: plan.scope.name, address: output(address ?? "") } }),
    kubeconfig: secret(output(foundation.cluster.kubeconfig)),
    hosts: address ? Object.fromEntries(plan.hosts.map((host) => [host, output(address)])) : {},
    ...(owns(plan, "foundation") && made(foundation).length > 0 && { delegation: delegation(foundation) }),
    ...(owns(plan, "foundation") &&
      signed(foundation).length > 0 && { dnssec: Object.fromEntries(signed(foundation)) }),
    ...(platform &&
      Object.keys(platform.sites).length > 0 && {
        sites: mapValues(platform.sites, ({ bucket, distribution }) => ({
          bucket: output(bucket),
          distribution: output(distribution),
        })),
      }),
    dashboards: owns(plan, "platform")
      ? { grafana: "http://localhost:3000", alertmanager: "http://localhost:9093" }
      : {},
    rollouts: owns(plan, "workloads") ? rollouts(plan) : {},
    ...(plan.gitops && releases && { releases: output(releases) as Output<Readonly<Record<string, WorkloadRelease>>> }),
    ...(plan.backups &&
      foundation.backups && {
        backups: {
          name: plan.scope.name,
          protect: plan.scope.protect,
          namespace: plan.backups.namespace,
          stores: plan.backups.stores.map(({ name }) => name),
          bucket: output(foundation.backups.name),
        },
      }),
    ...operatedStores(plan),
    ...(owns(plan, "foundation") &&
      foundation.cluster.registry !== undefined && { registry: output(foundation.cluster.registry) }),
    next: output(foundation.cluster.name).apply((cluster) => nextSteps(plan, cluster, foundation.cluster.context)),
  };
}

/** A MongoDB, as its operator and its bucket know it. */
interface OperatedStore {
  readonly cluster: string;
  /** Name of the bucket, as the operator calls it. */
  readonly storage: string;
  readonly database: string;
  /** Days that backups are kept which are taken by hand. */
  readonly safetyDays: number;
}

function operatedStores(plan: StackPlan): Pick<StackOutputs, "operated"> {
  const stores = plan.stores.flatMap((store): [string, OperatedStore][] => {
    if (store.kind !== "mongodb" || store.args.operated === undefined) return [];
    const { name, args } = store;
    const { safetyDays } = store.args.operated;
    return [[name, { cluster: mongodbName(name), storage: MONGODB_STORAGE, database: args.database, safetyDays }]];
  });
  if (stores.length === 0 || !owns(plan, "platform")) return {};
  const { name, protect, app } = plan.scope;
  return { operated: { name, protect, namespace: storesNamespace(app), stores: Object.fromEntries(stores) } };
}

const owns = (plan: StackPlan, layer: StackPlan["layer"]): boolean => plan.layer === "all" || plan.layer === layer;

/** Zones that Slipway made: those that were adopted are delegated already. */
const made = ({ zones }: Foundation): ZoneHandle[] => Object.values(zones).filter((zone) => zone.nameServers);

const delegation = (foundation: Foundation): Record<string, Output<string[]>> =>
  Object.fromEntries(made(foundation).map(({ name, nameServers }) => [name, output(nameServers!) as Output<string[]>]));

const signed = ({ zones }: Foundation): [string, Output<string>][] =>
  Object.values(zones).flatMap(({ name, dsRecord }): [string, Output<string>][] =>
    dsRecord === undefined ? [] : [[name, output(dsRecord)]],
  );

/** Helm waits to the end of a rolling update; of the others only until their first step. */
const rollouts = ({ workloads, namespace }: StackPlan): Record<string, string> =>
  Object.fromEntries(
    workloads.flatMap(({ name, values: { progressive } }) => {
      const [first] = progressive?.steps ?? [];
      if (progressive === undefined || first === undefined) return [];
      const strategy = progressive.scale === "full" ? "blue-green" : "canary";
      return [
        [
          name,
          `${strategy}: up ends when the new version is healthy with ${first.weight}% of the traffic; ` +
            `follow it with: kubectl --namespace ${namespace} get rollout ${name} --watch`,
        ],
      ];
    }),
  );

function nextSteps(plan: StackPlan, cluster: string, context: string | undefined): string[] {
  const { putSecret, record, publish } = plannerOf(plan.cloud).steps;
  const put = (name: string): string => putSecret(plan.scope, name);
  const forward = (service: string, ports: string): string =>
    `kubectl --namespace monitoring port-forward service/${service} ${ports}`;
  return [
    context === undefined
      ? `pulumi stack output kubeconfig --show-secrets > ${cluster}.kubeconfig && export KUBECONFIG=$PWD/${cluster}.kubeconfig`
      : `kubectl config use-context ${context}`,
    // A stack that stands by has its secrets and its zones from its primary.
    ...(owns(plan, "foundation") && plan.pair?.role !== "secondary"
      ? [...plan.secrets.filter((name) => plan.secretValues[name] === undefined).map(put), ...delegations(plan)]
      : []),
    ...(owns(plan, "platform")
      ? plan.edge.hosts
          .filter(({ name, zone }) => zone === undefined && !byExternalDns(plan, name))
          .map(({ name }) => `point ${name} (${record}) to the address under hosts`)
      : []),
    ...(owns(plan, "platform") ? plan.edge.sites.map(({ name }) => publish(plan.scope, name)) : []),
    ...(owns(plan, "platform")
      ? [
          forward("kube-prometheus-stack-grafana", "3000:80"),
          forward("kube-prometheus-stack-alertmanager", "9093:9093"),
        ]
      : []),
    ...(owns(plan, "workloads") ? [`kubectl --namespace ${plan.namespace} get pods`] : []),
  ];
}

/** Whether external-dns writes the record of a host. */
const byExternalDns = ({ edge }: StackPlan, host: string): boolean =>
  zoneOf(host, edge.externalDns?.zones.map(({ name }) => name) ?? []) !== undefined;

const delegations = ({ edge }: StackPlan): string[] =>
  edge.zones
    .filter(({ adopt }) => adopt === undefined)
    .flatMap(({ name, dnssec }) => [
      `tell the registrar of ${name} its name servers: pulumi stack output delegation`,
      ...(dnssec ? [`then tell it the DS record of ${name}: pulumi stack output dnssec`] : []),
    ]);

/** Plain, serializable data: what `joinFoundation` reads back. */
function handles({ network, cluster, stores, secrets, logins, zones, backups }: Foundation): object {
  return {
    network: networkFields(network),
    cluster: {
      name: cluster.name,
      endpoint: cluster.endpoint,
      issuer: cluster.issuer,
      accessGroup: cluster.accessGroup,
      nodeRole: cluster.nodeRole,
    },
    stores: mapValues(stores, storeFields),
    secrets: mapValues(secrets, secretFields),
    ...(Object.keys(logins).length > 0 && { logins: mapValues(logins, secretFields) }),
    ...(Object.keys(zones).length > 0 && { zones: mapValues(zones, ({ id }: ZoneHandle) => id) }),
    ...(backups && { backups: storeFields(backups) }),
  };
}

const secretFields = ({ id, version, copyId }: SecretHandle): object => ({
  id,
  ...(version !== undefined && { version }),
  ...(copyId !== undefined && { copyId }),
});

const networkFields = (network: NetworkHandle): object => ({
  id: network.id,
  cidr: network.cidr,
  publicSubnetIds: network.publicSubnetIds,
  privateSubnetIds: network.privateSubnetIds,
  dataSubnetIds: network.dataSubnetIds,
  dataCidrs: network.dataCidrs,
});

function storeFields(store: StoreHandle): object {
  if (store.kind === "bucket") {
    const { kind, name, id, keyId, account, copy } = store;
    return { kind, name, id, keyId, ...(account !== undefined && { account }), ...(copy !== undefined && { copy }) };
  }
  const { kind, host, secretId, cidrs } = store;
  const pool = "pool" in store ? store.pool : undefined;
  return {
    kind,
    host,
    ...("readerHost" in store && { readerHost: store.readerHost }),
    ...(secretId !== undefined && { secretId }),
    cidrs,
    ...("ca" in store && { ca: store.ca }),
    ...(pool && {
      pool: { host: pool.host, ...(pool.certificate && { certificate: secretFields(pool.certificate) }) },
    }),
  };
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** Why something differs between environments, by path; `*` stands for one name. All below a path is meant too. */
export interface Reason {
  readonly path: string;
  readonly reason: string;
}

/** What belongs to one stack alone: it has to differ. */
export const identities: readonly Reason[] = [
  { path: "environment", reason: "it is another environment" },
  { path: "account", reason: "each environment has an account of its own" },
  { path: "region", reason: "each stack says where it is" },
  { path: "deployment", reason: "the layers of one deployment share a name of their own" },
  { path: "joins", reason: "each stack joins the layers of its own deployment" },
  { path: "network.cidr", reason: "networks that may be connected one day must not overlap" },
  { path: "network.adopt", reason: "each account has a network of its own" },
  { path: "cluster.publicAccess", reason: "who reaches the cluster is up to each environment" },
  { path: "cluster.access", reason: "roles belong to an account" },
  { path: "workloads.*.hosts", reason: "each environment answers to names of its own" },
  { path: "monitoring.routes", reason: "each environment tells its own people, by its own channels" },
  { path: "budget", reason: "each environment is paid for by itself" },
  { path: "usage", reason: "each environment has traffic of its own" },
  { path: "secretValues", reason: "secrets are never shared (their values are not shown)" },
];

/** Why presets differ (`stacks/config/presets.ts`). A test holds that each difference of theirs has its reason here. */
export const presetReasons: readonly Reason[] = [
  {
    path: "protect",
    reason: "what holds other people's data is not deleted by mistake; dev is there to be thrown away",
  },
  { path: "monitoring.retentionDays", reason: "a question about last month comes up in prod" },
  { path: "monitoring.storageGb", reason: "as long as metrics are kept, so much room they take" },
  { path: "monitoring.scrapeSeconds", reason: "prod is watched more closely" },
  { path: "logs.retentionDays", reason: "a question about last month comes up in prod" },
  { path: "logs.replicas", reason: "an incident in prod must not take the lines about it along" },
  { path: "traces.retentionDays", reason: "as far back as somebody looks at one request" },
  {
    path: "traces.keep",
    reason: "prod has the traffic of which a part tells enough; slow and failed requests are all kept",
  },
  { path: "network.zones", reason: "prod keeps two zones when one is lost; the others save the third" },
  { path: "network.nat", reason: "in prod a lost zone must not cut the others off; elsewhere one gateway is enough" },
  { path: "network.flowLogDays", reason: "an incident in prod is looked into for longer" },
  { path: "cluster.systemNodes", reason: "machines are as big as what runs on them" },
  { path: "cluster.workloadNodes", reason: "machines are as big as what runs on them" },
  { path: "cluster.capacity", reason: "prod does not run on machines that are taken away at two minutes' notice" },
  { path: "cluster.maxCpu", reason: "a mistake may cost less where less is needed" },
  { path: "cluster.logDays", reason: "an incident in prod is looked into for longer" },
  { path: "stores.*.size", reason: "stores are as big as their data" },
  { path: "stores.*.storageGb", reason: "stores are as big as their data" },
  { path: "stores.*.maxStorageGb", reason: "stores are as big as their data" },
  { path: "stores.*.multiZone", reason: "a standby is paid for where its absence would be noticed" },
  { path: "stores.*.replicas", reason: "a standby is paid for where its absence would be noticed" },
  { path: "stores.*.backupDays", reason: "data of prod is worth a month of backups" },
  { path: "stores.*.snapshotDays", reason: "data of prod is worth a week of snapshots" },
  { path: "stores.*.oldVersionDays", reason: "an object removed by mistake in prod is missed late" },
  { path: "workloads.*.scaling", reason: "pods are as many as there is traffic" },
];

/** A simulated account in a file: the rehearsal's cloud model between a read and a write, under a lock. */
import { aws } from "../../../rehearsal/clouds/aws/catalogue";
import { azure } from "../../../rehearsal/clouds/azure/catalogue";
import { command } from "../../../rehearsal/clouds/command";
import { existing } from "../../../rehearsal/clouds/existing";
import { gcp } from "../../../rehearsal/clouds/gcp/catalogue";
import type { Catalogue, Properties } from "../../../rehearsal/clouds/model";
import { mongodbatlas } from "../../../rehearsal/clouds/mongodbatlas";
import { random } from "../../../rehearsal/clouds/random";
import { type CloudState, SimulatedCloud } from "../../../rehearsal/clouds/simulated-cloud";
import { tls } from "../../../rehearsal/clouds/tls";
import { locked, readJson, stampOf, writeJson } from "./files";
import type { SimulationSettings } from "./settings";

/** Where the API server of simulated clusters is. */
export interface ClusterAddress {
  readonly server: string;
  /** Certificate authority in PEM. */
  readonly ca: string;
}

/** A provider's part of the account. */
export interface Account {
  /** Looks at it. */
  look<T>(work: (cloud: SimulatedCloud) => T): T;
  /** Changes it; nothing is written when `work` throws. */
  change<T>(work: (cloud: SimulatedCloud) => T): T;
}

/** Providers with an account behind them, in which things exist. */
export type AccountProvider = "aws" | "azure-native" | "gcp" | "mongodbatlas";

/**
 * An account of AWS, a subscription of Azure or a project of Google Cloud: all regions share its file, since IAM does; and so does
 * Atlas, whose private endpoints are things of AWS's too.
 */
export function openAccount(provider: AccountProvider, settings: SimulationSettings, region: string): Account {
  const catalogues = cataloguesOf(provider, settings);
  const none = (): CloudState => ({ instances: catalogues.includes(mongodbatlas) ? before(settings.account) : [] });
  const read = () =>
    new SimulatedCloud({
      ...{ region, account: settings.account, catalogues, now: () => new Date() },
      state: readJson<CloudState>(settings.state, none()),
    });
  // What was read last stays good while nobody else has replaced the file.
  let known: { readonly cloud: SimulatedCloud; readonly stamp: string } | undefined;
  const open = () => {
    const stamp = stampOf(settings.state);
    if (known?.stamp !== stamp) known = { cloud: read(), stamp };
    return known.cloud;
  };
  return {
    // Files are replaced at once, so looking needs no lock.
    look: (work) => work(open()),
    change: (work) =>
      locked(settings.state, () => {
        const cloud = open();
        // Should the work fail half-way, the file is read again.
        known = undefined;
        const result = work(cloud);
        writeJson(settings.state, cloud.state);
        known = { cloud, stamp: stampOf(settings.state) };
        return result;
      }),
  };
}

function cataloguesOf(provider: AccountProvider, { cluster }: SimulationSettings): readonly Catalogue[] {
  const address = cluster ? readJson<ClusterAddress | undefined>(cluster, undefined) : undefined;
  const real = (catalogue: Catalogue): Catalogue => (address ? withCluster(catalogue, address) : catalogue);
  if (provider === "gcp") return [real(gcp)];
  if (provider === "azure-native") return [real(azure)];
  return [real(aws), mongodbatlas];
}

/** They have no cloud behind them: all that they know is in the stack's state. */
const alone = { command, random, tls } as const;
export type LoneProvider = keyof typeof alone;
export const isAlone = (name: string): name is LoneProvider => name in alone;

export function noAccount(provider: LoneProvider): Account {
  const open = () => new SimulatedCloud({ region: "", account: "", catalogues: [alone[provider]] });
  return { look: (work) => work(open()), change: (work) => work(open()) };
}

/** Roles that the shop's stack files name, made by nobody here. */
function before(account: string): CloudState["instances"] {
  const role = "developers";
  const type = "aws:iam/role:Role";
  return [existing(type, role, { arn: `arn:aws:iam::${account}:role/${role}`, name: role })];
}

/** What a cluster of each cloud says of a real API server, beside what it says of itself. */
const answers: Readonly<Record<string, (host: string, ca: string, own: Properties) => Properties>> = {
  "aws:eks/cluster:Cluster": (host, ca) => ({ endpoint: `https://${host}`, certificateAuthority: { data: ca } }),
  "gcp:container/cluster:Cluster": (host, ca, { masterAuth }) => ({
    endpoint: host,
    masterAuth: { ...(masterAuth as Properties), clusterCaCertificate: ca },
  }),
  "azure-native:containerservice:ManagedCluster": (host) => ({ fqdn: host, privateFQDN: host }),
};

/** Clusters answer with the address of a real API server. */
function withCluster(catalogue: Catalogue, { server, ca }: ClusterAddress): Catalogue {
  const [host, authority] = [new URL(server).host, Buffer.from(ca).toString("base64")];
  const credentials = "azure-native:containerservice:listManagedClusterUserCredentials";
  const value = Buffer.from(`certificate-authority-data: ${authority}`).toString("base64");
  return {
    ...catalogue,
    type: (token) => {
      const model = catalogue.type(token);
      const answer = answers[token];
      if (!answer || !model?.outputs) return model;
      const { outputs } = model;
      return {
        ...model,
        outputs: (c) => {
          const own = outputs(c);
          return { ...own, ...answer(host, authority, own) };
        },
      };
    },
    invokes: {
      ...catalogue.invokes,
      ...(credentials in catalogue.invokes && {
        [credentials]: () => ({ kubeconfigs: [{ name: "clusterUser", value }] }),
      }),
    },
  };
}

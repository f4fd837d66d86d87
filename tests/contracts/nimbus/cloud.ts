import { type Input, output } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { CloudFacts } from "../../../components/contracts/addon";
import type { Cloud, CloudOpts } from "../../../components/contracts/cloud";
import type { ClusterHandle } from "../../../components/contracts/cluster";
import type { Scope } from "../../../components/contracts/common";
import type { EntryHandle } from "../../../components/contracts/entry";
import type { IdentityHandle } from "../../../components/contracts/identity";
import type { AdoptedNetwork, NetworkHandle } from "../../../components/contracts/network";
import type { BucketHandle, PostgresHandle, RedisHandle, SecretHandle } from "../../../components/contracts/stores";

/** What only this cloud can be told. */
export interface NimbusOptions {
  readonly network: { readonly altitude: number };
  readonly cluster: { readonly compute: "balloons"; readonly balloons: number };
}

/** A cloud that does not exist: each thing is an id of the random provider, which the rehearsal knows already. */
export class NimbusCloud implements Cloud<NimbusOptions> {
  readonly name = "nimbus";
  readonly nodeImage = "";
  readonly provider: random.Provider;

  constructor(private readonly scope: Scope) {
    this.provider = new random.Provider(`${scope.name}-nimbus`);
  }

  async guard(): Promise<void> {}

  network({ cidr }: { readonly cidr: string }, opts?: CloudOpts): NetworkHandle {
    const id = this.thing("network", opts);
    const [publicSubnetIds, privateSubnetIds, dataSubnetIds] = [[], [id], [id]];
    return { id, cidr, publicSubnetIds, privateSubnetIds, dataSubnetIds, dataCidrs: ["10.99.0.0/24"] };
  }

  adoptNetwork(adopted: AdoptedNetwork): NetworkHandle {
    return { ...adopted, publicSubnetIds: [], privateSubnetIds: [], dataSubnetIds: [], dataCidrs: [] };
  }

  cluster(_args: object, opts?: CloudOpts): ClusterHandle {
    const name = this.thing("cluster", opts);
    return {
      ...{ name, endpoint: "https://nimbus.example.com", kubeconfig: "{}", issuer: "https://issuer.example.com" },
      ...{ accessGroup: "", compute: "balloons", nodeRole: "" },
    };
  }

  postgres(name: string, { database }: { readonly database: string }, _placement: object, opts?: CloudOpts) {
    const host = this.thing(`store-${name}`, opts);
    const handle: PostgresHandle = {
      kind: "postgres",
      host,
      readerHost: host,
      port: 5555,
      database,
      ...listening(name),
    };
    return handle;
  }

  redis(name: string, _args: object, _placement: object, opts?: CloudOpts): RedisHandle {
    const host = this.thing(`store-${name}`, opts);
    return { kind: "redis", host, readerHost: host, port: 6666, ...listening(name) };
  }

  bucket(name: string, _args: object, opts?: CloudOpts): BucketHandle {
    const id = this.thing(`store-${name}`, opts);
    return { kind: "bucket", name: id, id, region: this.scope.region, keyId: "" };
  }

  secret(name: string, _value?: Input<string>, opts?: CloudOpts): SecretHandle {
    return { id: this.thing(`secret-${name}`, opts) };
  }

  identity(): IdentityHandle {
    return { annotations: { "nimbus.example.com/who": "me" }, agent: { cidr: "169.254.1.1/32", port: 81 } };
  }

  entry(_network: NetworkHandle, _cluster: ClusterHandle, opts?: CloudOpts): EntryHandle {
    return { address: this.thing("entry", opts), targets: [] };
  }

  storageClass() {
    return { name: "vapour", provisioner: "disk.nimbus.example.com", parameters: {} };
  }

  facts({ name, endpoint }: ClusterHandle, { id }: NetworkHandle): CloudFacts {
    const { region, account, tags, name: stackName } = this.scope;
    return {
      ...{ cloud: "nimbus", region, account, stackName, tags, clusterName: name, clusterEndpoint: endpoint },
      ...{ networkId: id, nodeSubnets: [], accessGroup: "", nodeRole: "", secretPrefix: `${stackName}:` },
      ...{
        secretStore: { nimbus: { sky: region } },
        controllerEnv: [],
        diskClass: "vapour",
        objectStore: { kind: "gcs" },
      },
    };
  }

  addonIdentity(): undefined {}

  private thing(name: string, opts: CloudOpts = {}): Input<string> {
    const made = new random.RandomId(
      `${this.scope.name}-${name}`,
      { byteLength: 4 },
      { ...opts, provider: this.provider },
    );
    return output(made.hex);
  }
}

const listening = (name: string) => ({ secretId: `login-of-${name}`, cidrs: ["10.99.0.0/24"] });

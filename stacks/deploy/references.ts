import { type Output, StackReference } from "@pulumi/pulumi";
import type { CloudName } from "../../components/contracts/common";
import type { StoreHandle } from "../../components/contracts/stores";
import type { StackPlan } from "../plan/plan";
import type { Foundation } from "./foundation";
import type { Platform } from "./platform";

/** A value of another stack: any field of it can be asked for before it is known. */
type Remote = Output<string> & { readonly [field: string]: Remote };

/**
 * The foundation that another stack owns, with the same fields as one made here. Which stores and secrets there are is
 * known from config, which all three stacks share; what they are called comes from the other stack's outputs.
 */
export function joinFoundation(plan: StackPlan<CloudName>): Foundation {
  const reference = new StackReference(required(plan.joins.foundation, "foundation"));
  const { network, cluster, stores, secrets } = reference.requireOutput("foundation") as unknown as Remote;
  return {
    network: {
      id: network!.id!,
      cidr: network!.cidr!,
      publicSubnetIds: list(network!.publicSubnetIds!),
      privateSubnetIds: list(network!.privateSubnetIds!),
      dataSubnetIds: list(network!.dataSubnetIds!),
      dataCidrs: list(network!.dataCidrs!),
    },
    cluster: {
      name: cluster!.name!,
      endpoint: cluster!.endpoint!,
      issuer: cluster!.issuer!,
      accessGroup: cluster!.accessGroup!,
      nodeRole: cluster!.nodeRole!,
      compute: plan.cluster.compute,
      kubeconfig: reference.requireOutput("kubeconfig") as Output<string>,
    },
    stores: Object.fromEntries(plan.stores.map((store) => [store.name, joinStore(store, stores![store.name]!)])),
    secrets: Object.fromEntries(plan.secrets.map((name) => [name, { id: secrets![name]!.id! }])),
  };

  function joinStore(store: (typeof plan.stores)[number], remote: Remote): StoreHandle {
    if (store.kind === "bucket") {
      return { kind: "bucket", name: remote.name!, id: remote.id!, keyId: remote.keyId!, region: plan.scope.region };
    }
    const common = {
      host: remote.host!,
      readerHost: remote.readerHost!,
      secretId: remote.secretId!,
      cidrs: list(remote.cidrs!),
    };
    return store.kind === "postgres"
      ? { kind: "postgres", ...common, port: 5432, database: store.args.database }
      : { kind: "redis", ...common, port: 6379 };
  }
}

/** The platform that another stack owns. */
export function joinPlatform(plan: StackPlan<CloudName>): Platform {
  const reference = new StackReference(required(plan.joins.platform, "platform"));
  const platform = reference.requireOutput("platform") as unknown as Remote;
  return { address: platform.address };
}

const list = (remote: Remote): Output<string[]> => remote as unknown as Output<string[]>;

function required(name: string | undefined, layer: string): string {
  if (name === undefined) throw new Error(`joins.${layer} names no stack`);
  return name;
}

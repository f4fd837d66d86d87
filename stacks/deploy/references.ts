import { getOrganization, getProject, type Output, RunError, StackReference } from "@pulumi/pulumi";
import type { BucketHandle, SecretHandle, StoreHandle } from "../../components/contracts/stores";
import type { StackPlan } from "../plan/plan";
import type { StorePlan } from "../plan/stores";
import type { Foundation, Shared } from "./foundation";
import type { Platform } from "./platform";

/**
 * The foundation that another stack owns, with the same fields as one made here. Which stores and secrets there are is
 * known from config, which all three stacks share; what they are called comes from the other stack's outputs.
 */
export function joinFoundation(plan: StackPlan): Foundation {
  const owner = new Joined("foundation", plan.joins.foundation, plan.joined, plan.scope.name);
  return {
    network: {
      id: owner.text("network", "id"),
      cidr: owner.text("network", "cidr"),
      publicSubnetIds: owner.list("network", "publicSubnetIds"),
      privateSubnetIds: owner.list("network", "privateSubnetIds"),
      dataSubnetIds: owner.list("network", "dataSubnetIds"),
      dataCidrs: owner.list("network", "dataCidrs"),
    },
    cluster: {
      name: owner.text("cluster", "name"),
      endpoint: owner.text("cluster", "endpoint"),
      issuer: owner.text("cluster", "issuer"),
      accessGroup: owner.text("cluster", "accessGroup"),
      nodeRole: owner.text("cluster", "nodeRole"),
      compute: plan.compute,
      kubeconfig: owner.kubeconfig(),
    },
    stores: Object.fromEntries(
      plan.stores
        .filter(({ name }) => !plan.scratch.some((own) => own.name === name))
        .map((store) => [store.name, joinStore(owner, store, plan)]),
    ),
    secrets: Object.fromEntries(plan.secrets.map((name) => [name, joinSecret(owner, name, plan)])),
    logins: Object.fromEntries(
      [...(plan.roles?.stores ?? []), ...plan.users].flatMap(({ roles }) =>
        roles.map(({ secret }) => [secret, joinLogin(owner, secret)]),
      ),
    ),
    zones: Object.fromEntries(
      plan.edge.zones.map(({ name, adopt }) => [name, { name, id: adopt ?? owner.text("zones", name) }]),
    ),
    ...(plan.backups && { backups: joinBackups(owner, plan.scope.region) }),
  };
}

const joinBackups = (owner: Joined, region: string): BucketHandle => ({
  kind: "bucket",
  name: owner.text("backups", "name"),
  id: owner.text("backups", "id"),
  keyId: owner.text("backups", "keyId"),
  region,
});

/** The platform that another stack owns. */
export function joinPlatform(plan: StackPlan): Platform {
  return {
    address: new Joined("platform", plan.joins.platform, plan.joined, plan.scope.name).text("address"),
    sites: {},
  };
}

/** A version is there where config holds the value, which is as secret here as it is there. */
function joinSecret(owner: Joined, name: string, plan: StackPlan): SecretHandle {
  const { secretProperty: property } = plan.storeTraits;
  const handle = { id: owner.text("secrets", name, "id"), ...(property !== undefined && { property }) };
  if (plan.secretValues[name] === undefined) return handle;
  return { ...handle, version: owner.text("secrets", name, "version") };
}

const joinLogin = (owner: Joined, secret: string): SecretHandle => ({
  id: owner.text("logins", secret, "id"),
  version: owner.text("logins", secret, "version"),
});

function joinStore(owner: Joined, store: StorePlan, { scope, storeTraits, roles }: StackPlan): StoreHandle {
  const field = (name: string): Output<string> => owner.text("stores", store.name, name);
  if (store.kind === "bucket") {
    const { at } = store.args;
    const { region } = at ?? scope;
    return {
      ...{ kind: "bucket", name: field("name"), id: field("id"), keyId: field("keyId"), region },
      ...(at && { keys: { endpoint: at.endpoint, secretId: at.secret } }),
      ...(storeTraits.bucketsInAccounts && { account: field("account") }),
    };
  }
  const inCluster = storeTraits.inCluster?.(scope.app, store);
  const where = {
    host: field("host"),
    cidrs: owner.list("stores", store.name, "cidrs"),
    ...(inCluster && { pods: inCluster.pods, caSecret: inCluster.caSecret }),
  };
  const { ports, poolPort = ports.postgres, ownPools, redisOwnAuthority, postgresTls, mongodb } = storeTraits;
  const secretId = () => field("secretId");
  if (store.kind === "mongodb") {
    const { at, service, database } = store.args;
    const facts = at ? { port: at.port, options: "" } : mongodb!(service);
    const ca = !inCluster && !at && { ca: field("ca") };
    // Where there are no ports to tell, there is no login for everything either.
    return { kind: "mongodb", ...where, ...facts, database, ...(!facts.srv && { secretId: secretId() }), ...ca };
  }
  const { at } = store.args;
  const common = { ...where, secretId: secretId(), readerHost: field("readerHost") };
  if (store.kind === "redis") {
    const ca = redisOwnAuthority && { ca: field("ca") };
    return { kind: "redis", ...common, port: at?.port ?? ports.redis, ...ca };
  }
  const sslMode = inCluster ? "verify-full" : at ? "require" : (postgresTls?.(scope.region) ?? "require");
  const ca = sslMode !== "require" && !inCluster && { ca: field("ca") };
  const { pool, replicas } = store.args;
  // One that nobody comes by may not have been made.
  const pooled = roles?.stores.some(({ name, roles: own }) => name === store.name && own.some((role) => role.pooled));
  return {
    kind: "postgres",
    ...common,
    port: at?.port ?? ports.postgres,
    database: store.args.database,
    sslMode,
    ...ca,
    ...(pool &&
      pooled && {
        pool: {
          host: owner.text("stores", store.name, "pool", "host"),
          port: poolPort,
          readsPast: replicas > 0,
          ...(inCluster && { pods: inCluster.poolPods }),
          ...(ownPools && {
            pods: ownPools(scope.app, store.name),
            certificate: {
              id: owner.text("stores", store.name, "pool", "certificate", "id"),
              version: owner.text("stores", store.name, "pool", "certificate", "version"),
            },
          }),
        },
      }),
  };
}

/** The primary's zones, and the copies here of its buckets and secrets; none where this stack stands by for nobody. */
export function joinPrimary({
  pair,
  scope,
  stores,
  secrets,
  secretValues,
  roles,
  edge,
}: StackPlan): Shared | undefined {
  if (pair?.role !== "secondary") return undefined;
  const owner = new Joined("foundation", `${getOrganization()}/${getProject()}/${pair.stack}`, pair.name, pair.name);
  const copied = (section: string, name: string, version: boolean): SecretHandle => ({
    id: owner.text(section, name, "copyId"),
    ...(version && { version: owner.text(section, name, "version") }),
  });
  const logins = (roles?.stores ?? []).flatMap((store) => store.roles.map(({ secret }) => secret));
  return {
    stores: Object.fromEntries(
      stores.flatMap(({ kind, name }): [string, BucketHandle][] => {
        if (kind !== "bucket") return [];
        const field = (key: string) => owner.text("stores", name, "copy", key);
        return [[name, { kind, name: field("name"), id: field("id"), keyId: field("keyId"), region: scope.region }]];
      }),
    ),
    secrets: Object.fromEntries(secrets.map((name) => [name, copied("secrets", name, name in secretValues)])),
    logins: Object.fromEntries(logins.map((name) => [name, copied("logins", name, true)])),
    zones: Object.fromEntries(
      edge.zones.map(({ name, adopt }) => [name, { name, id: adopt ?? owner.text("zones", name) }]),
    ),
  };
}

/** Another stack's outputs. A field that is not there is an error that says which stack to bring up first. */
class Joined {
  private readonly reference: StackReference;
  private readonly handles: Output<unknown>;

  constructor(
    private readonly layer: "foundation" | "platform",
    private readonly stack = "",
    private readonly deployment: string,
    /** Whose name the reference begins with. */
    owner: string,
  ) {
    // Called after the layer too: one stack may own both.
    this.reference = new StackReference(`${owner}-${layer}`, { name: stack });
    this.handles = this.reference.getOutput(layer);
  }

  text(...path: string[]): Output<string> {
    return this.handles.apply((handles) => this.at(handles, path) as string);
  }

  list(...path: string[]): Output<string[]> {
    return this.handles.apply((handles) => this.at(handles, path) as string[]);
  }

  kubeconfig(): Output<string> {
    return this.reference.getOutput("kubeconfig").apply((found) => found ?? this.lacks("kubeconfig")) as Output<string>;
  }

  private at(handles: unknown, path: readonly string[]): unknown {
    const { name } = (handles ?? {}) as { name?: string };
    if (name !== undefined && name !== this.deployment) {
      throw new RunError(
        `stack ${this.stack} owns the ${this.layer} of ${name}, and this stack is part of ${this.deployment}: ` +
          "give the stacks of one deployment the same slipway:app and slipway:deployment",
      );
    }
    const found = path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], handles);
    return found ?? this.lacks(`${this.layer}.${path.join(".")}`);
  }

  private lacks(field: string): never {
    throw new RunError(`stack ${this.stack} gives no ${field}: run up on it first, with the same config as this stack`);
  }
}

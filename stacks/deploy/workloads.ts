import type { Input } from "@pulumi/pulumi";
import { reloaderAccount } from "../../components/addons/reloader";
import type { CloudName, OptionsByCloud } from "../../components/clouds/registry";
import type { Cloud } from "../../components/contracts/cloud";
import { roleKinds, type SecretHandle } from "../../components/contracts/stores";
import { RunPools } from "../../components/pools/run";
import { RoleJobs, type RoleServer } from "../../components/roles/job";
import type { ComponentOpts } from "../../components/shared/base-component";
import { ready } from "../../components/shared/ordering";
import { WorkloadAdmission } from "../../components/workloads/admission";
import { type Binding, bind, combine } from "../../components/workloads/bindings";
import { WorkloadNamespace } from "../../components/workloads/namespace";
import { RestartRights } from "../../components/workloads/restarts";
import { ScratchStore } from "../../components/workloads/scratch";
import { WorkloadSecrets } from "../../components/workloads/secrets";
import { ImageSignatures } from "../../components/workloads/signatures";
import { Workload, type WorkloadRelease } from "../../components/workloads/workload";
import type { StackPlan } from "../plan/plan";
import type { WorkloadPlan } from "../plan/workloads";
import { deployForeign } from "./foreign";
import { type Foundation, handlesOf } from "./foundation";
import { kubernetesProvider } from "./kubernetes";
import { Layer } from "./layer";
import type { Platform } from "./platform";

/**
 * The workloads: the layer that changes daily, and that touches nothing below it.
 * @returns the releases that are left to Argo CD, by their names
 */
export function deployWorkloads<C extends CloudName>(
  plan: StackPlan<C>,
  cloud: Cloud<OptionsByCloud[C]>,
  foundation: Foundation,
  platform: Platform,
): Readonly<Record<string, WorkloadRelease>> {
  const { scope } = plan;
  const layer = new Layer("Workloads", `${scope.name}-workloads`, { transformations: cloud.transformations });
  const after = ready(foundation.cluster, platform);
  const provider = kubernetesProvider(`${scope.name}-workloads-kubernetes`, foundation.cluster, after, layer);
  // Before the namespace, so that there is no moment in which it takes anything.
  const admission = new WorkloadAdmission(
    `${scope.name}-admission`,
    {
      partOf: scope.app,
      namespaces: [plan.namespace],
      otherNamespaces: plan.charts.map(({ namespace: own }) => own),
      limits: plan.images,
    },
    { parent: layer, provider },
  );
  const signatures =
    plan.signatures.length > 0
      ? [
          new ImageSignatures(
            `${scope.name}-signatures`,
            {
              partOf: scope.app,
              namespaces: [plan.namespace, ...plan.charts.map(({ namespace: own }) => own)],
              images: plan.signatures,
            },
            { parent: layer, provider },
          ),
        ]
      : [];
  const guards = [admission, ...signatures];
  const { namespace } = new WorkloadNamespace(
    `${scope.name}-namespace`,
    { namespace: plan.namespace, partOf: scope.app, mesh: plan.mesh, quota: plan.quota, priorities: plan.priorities },
    { parent: layer, provider, dependsOn: guards },
  );
  if (plan.restarts) {
    new RestartRights(
      `${scope.name}-restarts`,
      { namespace, account: reloaderAccount, partOf: scope.app },
      { parent: layer, provider },
    );
  }
  const { secrets: stackSecrets, pullSecrets } = new WorkloadSecrets(
    `${scope.name}-workload-secrets`,
    {
      namespace,
      source: plan.secretSource,
      names: [
        ...new Set(
          plan.workloads.flatMap(({ secrets, basicAuth }) => [
            ...Object.values(secrets),
            ...(basicAuth ? [basicAuth] : []),
          ]),
        ),
      ],
      pull: plan.pullSecrets,
      handles: foundation.secrets,
      values: plan.secretValues,
    },
    { parent: layer, provider },
  );
  const logins = loginsOf(plan, foundation);
  const roles = deployRoles(plan, foundation, { parent: layer, provider, dependsOn: guards });
  const pools = deployPools(plan, foundation, { parent: layer, provider, dependsOn: guards });
  const scratch = deployScratch(plan, namespace, { parent: layer, provider, dependsOn: guards });
  const bound = (uses: readonly string[], role: string, past = false): Binding =>
    combine(
      uses.map(
        (store) =>
          scratch.get(store)?.binding ?? bind(store, foundation.stores[store]!, logins.get(`${store}/${role}`), past),
      ),
    );

  const left: Record<string, WorkloadRelease> = {};
  const make = ({ name, values, uses, secrets, basicAuth, migration, timeoutSeconds }: WorkloadPlan): Workload => {
    const binding = bound(uses, name);
    return new Workload(
      `${scope.name}-${name}`,
      {
        values,
        namespace,
        binding,
        secrets: Object.fromEntries(
          Object.entries(secrets).map(([variable, secret]) => [variable, stackSecrets[secret]!]),
        ),
        ...(basicAuth && { basicAuth: stackSecrets[basicAuth]! }),
        pullSecrets,
        identityOf: (serviceAccount, parent) =>
          cloud.identity(
            serviceAccount,
            { cluster: foundation.cluster, namespace: plan.namespace, serviceAccount, grants: binding.grants },
            { parent },
          ),
        migration: migration && { values: migration.values, binding: bound(uses, migration.name, true) },
        timeoutSeconds,
        ...(plan.gitops && {
          handOver: (release: WorkloadRelease) => {
            left[release.name] = release;
          },
        }),
      },
      {
        parent: layer,
        provider,
        dependsOn: ready(roles, pools, ...scratch.values(), ...usersOf(plan, foundation, uses)),
      },
    );
  };
  for (const workload of plan.workloads) make(workload);
  deployForeign(plan, namespace, { parent: layer, provider, dependsOn: guards });
  layer.done();
  return left;
}

/** Environment on demand: the stores that it has to itself, by name. */
function deployScratch({ scope, scratch }: StackPlan, namespace: Input<string>, opts: ComponentOpts) {
  return new Map(
    scratch.map((store) => [
      store.name,
      new ScratchStore(
        `${scope.name}-scratch-${store.name}`,
        {
          ...{ store: store.name, partOf: scope.app, namespace },
          ...scratchArgs(store),
        },
        opts,
      ),
    ]),
  );
}

/** What a store's kind needs to be told. */
function scratchArgs(store: StackPlan["scratch"][number]) {
  const { kind } = store;
  if (kind === "redis") return { kind };
  const { version, database } = store.args;
  return kind === "postgres" ? { kind, version, database } : { kind, database };
}

/** `<store>/<role>` → its login. */
const loginsOf = ({ roles, users }: StackPlan, { logins }: Foundation): ReadonlyMap<string, SecretHandle> =>
  new Map(
    [...(roles?.stores ?? []), ...users].flatMap(({ name, roles: each }) =>
      each.map(({ role, secret }) => [`${name}/${role}`, logins[secret]!] as const),
    ),
  );

/** Stores whose users are made with them, and may come after what a workload is told of the store. */
const usersOf = ({ users }: StackPlan, { stores }: Foundation, uses: readonly string[]) =>
  users.filter(({ name }) => uses.includes(name)).map(({ name }) => stores[name]);

/** The pools that Slipway runs: there before a workload comes by one. */
function deployPools({ scope, pools, namespace }: StackPlan, { stores, logins }: Foundation, opts: ComponentOpts) {
  if (pools === undefined) return undefined;
  const handles = handlesOf(stores, (store) => store.kind === "postgres");
  return new RunPools(`${scope.name}-pools`, { ...pools, partOf: scope.app, handles, logins, from: [namespace] }, opts);
}

/** The roles that workloads log in as: there before the first of them starts. */
function deployRoles({ scope, roles, pair }: StackPlan, { stores, logins }: Foundation, opts: ComponentOpts) {
  // A database that follows another has that one's roles, and takes no others.
  if (roles === undefined || pair?.follows) return undefined;
  const handles = handlesOf(stores, (store): store is RoleServer =>
    roleKinds.some((kind) => kind === store.kind && store.secretId !== undefined),
  );
  return new RoleJobs(`${scope.name}-roles`, { ...roles, partOf: scope.app, handles, logins }, opts);
}

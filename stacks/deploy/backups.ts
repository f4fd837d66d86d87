import { BackupJobs } from "../../components/backups/jobs";
import type { CloudName, OptionsByCloud } from "../../components/clouds/registry";
import type { Cloud } from "../../components/contracts/cloud";
import { backupRoles } from "../../components/contracts/stores";
import type { ComponentOpts } from "../../components/shared/base-component";
import type { StackPlan } from "../plan/plan";
import { loginSecret } from "../plan/roles";
import { type Foundation, handlesOf } from "./foundation";

/** The jobs that back stores up, where config asks for them: in the platform, since they need its secrets and its monitoring. */
export function deployBackups<C extends CloudName>(
  plan: StackPlan<C>,
  cloud: Cloud<OptionsByCloud[C]>,
  { cluster, stores, logins, backups: bucket }: Foundation,
  opts: ComponentOpts,
): void {
  const { scope, backups } = plan;
  if (backups === undefined || bucket === undefined) return;
  const { namespace } = backups;
  new BackupJobs(
    `${scope.name}-backups-jobs`,
    {
      namespace,
      partOf: scope.app,
      stores: backups.stores,
      handles: handlesOf(stores, (store) => store.kind === "postgres" || store.kind === "mongodb"),
      logins: Object.fromEntries(
        backups.stores.flatMap(({ name }) => {
          const [backup, restore] = [backupRoles.backup, backupRoles.restore].map(
            (role) => logins[loginSecret(name, role)],
          );
          return backup && restore ? [[name, { backup, restore }] as const] : [];
        }),
      ),
      bucket,
      target: cloud.backupTarget?.(bucket) ?? {},
      identityOf: (serviceAccount, grants, parent) =>
        cloud.identity(`backups-${serviceAccount}`, { cluster, namespace, serviceAccount, grants }, { parent }),
    },
    opts,
  );
}

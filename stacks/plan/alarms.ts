import type { AlarmedStore, AlarmTarget } from "../../components/contracts/alarms";
import type { PostgresArgs } from "../../components/contracts/stores";
import type { StackConfig } from "../config/schema";
import type { StorePlan } from "./stores";

/** Whom the cloud's alarms tell, and which stores they watch. */
export interface AlarmPlan {
  /** Empty: there are no alarms. Endpoints of webhooks and PagerDuty are secret. */
  readonly to: readonly AlarmTarget[];
  readonly stores: readonly AlarmedStore[];
}

const ofPostgres = ({
  storageGb,
  pair,
  aurora,
  replicas,
  multiZone,
}: PostgresArgs): Pick<AlarmedStore, "storageGb" | "follows" | "aurora" | "replicas"> => ({
  // What takes over in an Aurora is one of its readers.
  ...(aurora ? { aurora: true, replicas: replicas + (multiZone ? 1 : 0) } : { storageGb, replicas }),
  ...(pair?.follows && { follows: true }),
});

export const planAlarms = (
  { alarms, secretValues }: Pick<StackConfig, "alarms" | "secretValues">,
  stores: readonly StorePlan[],
): AlarmPlan => ({
  to: Object.entries(alarms.to).map(([name, target]) => ({
    name,
    kind: target.kind,
    endpoint: target.kind === "email" ? target.address : secretValues[target.secret]!,
  })),
  stores: stores.flatMap((store): AlarmedStore[] => {
    // Atlas raises its own.
    if (store.kind === "bucket" || (store.kind === "mongodb" && store.args.service === "atlas")) return [];
    const { name, kind, args } = store;
    return [{ name, kind, replicas: args.replicas, ...(kind === "postgres" && ofPostgres(store.args)) }];
  }),
});

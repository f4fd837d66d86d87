import type { Input } from "@pulumi/pulumi";
import type { ClusterHandle } from "./cluster";
import type { EntryHandle } from "./entry";
import type { HeartbeatTopic, Thresholds } from "./monitoring";
import type { NetworkHandle } from "./network";

/** Who hears of the cloud's own alarms. */
export interface AlarmTarget {
  /** Names the subscription. */
  readonly name: string;
  readonly kind: "email" | "webhook" | "pagerduty";
  /** E-mail address, URL, or PagerDuty's integration key; the last two are secret. */
  readonly endpoint: Input<string>;
}

/** A managed store that the cloud watches. */
export interface AlarmedStore {
  readonly name: string;
  readonly kind: "postgres" | "redis" | "mongodb";
  readonly replicas: number;
  /** GiB of disk that it was given. */
  readonly storageGb?: number;
  /** It is an Aurora: its storage grows by itself, and it tells of its readers by a metric of its own. @default false */
  readonly aurora?: boolean;
  /** It is a copy of the database of another stack. @default false */
  readonly follows?: boolean;
}

/** From which figure on the cloud itself raises an alarm: the stack's own critical limits. */
export type AlarmLimits = Pick<
  Thresholds,
  "storageFreePercent" | "databaseCpuPercent" | "connections" | "replicaLagSeconds" | "redisMemoryPercent"
>;

/** What of the foundation is watched from outside the cluster. */
export interface AlarmArgs {
  readonly to: readonly AlarmTarget[];
  readonly limits: AlarmLimits;
  readonly stores: readonly AlarmedStore[];
  readonly network: NetworkHandle;
  readonly cluster: Pick<ClusterHandle, "name">;
}

/** What of the platform is watched from outside the cluster. */
export interface PlatformAlarmArgs {
  readonly entry?: EntryHandle;
}

export interface PlatformAlarmsHandle {
  readonly heartbeat: HeartbeatTopic;
}

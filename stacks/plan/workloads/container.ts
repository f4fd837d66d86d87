import { variable } from "../../../components/shared/naming";
import type {
  ExtraContainerValues,
  ImageValues,
  ProbesValues,
  ProbeValues,
  ResourceValues,
} from "../../../components/workloads/values/container";
import type { StackConfig } from "../../config/schema";
import type { WorkloadConfig, WorkloadOf } from "../../config/workloads/kinds";

/** Splits `repository:tag@digest`; a colon before the last slash is a registry's port. */
export function imageOf(image: string): ImageValues {
  const [rest = "", digest] = image.split("@");
  const colon = rest.lastIndexOf(":");
  const tagged = colon > rest.lastIndexOf("/");
  return {
    repository: tagged ? rest.slice(0, colon) : rest,
    ...(tagged && { tag: rest.slice(colon + 1) }),
    ...(digest && { digest }),
  };
}

/** Requests and limits; memory is limited always. */
export function resourcesOf(resources: WorkloadConfig["resources"]): ResourceValues {
  return {
    requests: { cpu: resources.cpu, memory: resources.memory },
    limits: {
      ...(resources.cpuLimit && { cpu: resources.cpuLimit }),
      memory: resources.memoryLimit ?? resources.memory,
    },
  };
}

/** `api` → `API_URL=http://api`. What a third-party chart calls its Services is not known. */
export const addressesOf = (
  calls: readonly string[],
  { workloads }: Pick<StackConfig, "workloads">,
): Record<string, string> =>
  Object.fromEntries(
    calls
      .filter((called) => workloads[called]?.kind !== "chart")
      .map((called) => [`${variable(called)}_URL`, `http://${called}`]),
  );

/** `/health` by HTTP on the workload's own port; `{ grpc: 3550 }` and `{ tcp: 6379 }` say theirs. */
export function probeOf(health: WorkloadOf<"web">["health"]): ProbeValues {
  if (typeof health === "string") return { path: health };
  return "grpc" in health ? { protocol: "grpc", port: health.grpc } : { protocol: "tcp", port: health.tcp };
}

type Probe = NonNullable<WorkloadOf<"worker">["probes"]["liveness"]>;

/** What config says of one probe, in the chart's words. */
function probeValues({ grpc, tcp, ...rest }: Probe): ProbeValues {
  if (grpc !== undefined) return { ...rest, protocol: "grpc", port: grpc };
  return tcp === undefined ? rest : { ...rest, protocol: "tcp", port: tcp };
}

/** The probes that config names; of a web workload the others too, by its `health`. */
export function probesOf(probes: WorkloadOf<"worker">["probes"], health?: ProbeValues): ProbesValues {
  return Object.fromEntries(
    (["startup", "readiness", "liveness"] as const).flatMap((name) => {
      const given = probes[name];
      if (given === undefined) return health ? [[name, health]] : [];
      const { grpc, tcp, path, command } = given;
      const asks = [grpc, tcp, path, command].some((way) => way !== undefined);
      // Only how often and how long: the question stays the same.
      return [[name, asks ? probeValues(given) : { ...health, ...probeValues(given) }]];
    }),
  );
}

/** Variables of the groups that are named; later ones win. */
export const groupsOf = (groups: readonly string[], config: Pick<StackConfig, "variables">): Record<string, string> =>
  Object.assign({}, ...groups.map((group) => config.variables[group]));

type Extra = WorkloadConfig["sidecars"][number];

/** A container beside the workload's own. */
export function extraOf(extra: Extra | WorkloadConfig["init"][number], config: StackConfig): ExtraContainerValues {
  const env = { ...groupsOf(extra.variables, config), ...extra.env };
  const probes = "probes" in extra ? probesOf(extra.probes) : {};
  return {
    name: extra.name,
    image: imageOf(extra.image),
    ...(extra.command && { command: extra.command }),
    ...(extra.args && { args: extra.args }),
    ...(Object.keys(env).length > 0 && { env }),
    ...(extra.inherits.length > 0 && { inherits: extra.inherits }),
    resources: resourcesOf(extra.resources),
    ...(Object.keys(probes).length > 0 && { probes }),
  };
}

import { variable } from "../../../components/shared/naming";
import type { ImageValues, ProbeValues, ResourceValues } from "../../../components/workloads/values/container";
import type { WorkloadConfig } from "../../config/workloads/kinds";

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

/** `api` → `API_URL=http://api`. */
export const addressesOf = (calls: readonly string[]): Record<string, string> =>
  Object.fromEntries(calls.map((called) => [`${variable(called)}_URL`, `http://${called}`]));

/** `/health` by HTTP on the workload's own port; `{ grpc: 3550 }` and `{ tcp: 6379 }` say theirs. */
export function probeOf(health: Extract<WorkloadConfig, { kind: "web" }>["health"]): ProbeValues {
  if (typeof health === "string") return { path: health };
  return "grpc" in health ? { protocol: "grpc", port: health.grpc } : { protocol: "tcp", port: health.tcp };
}

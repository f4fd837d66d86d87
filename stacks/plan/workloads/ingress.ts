import type { AccessValues, LimitValues } from "../../../components/workloads/values/ingress";
import type { RouteValues } from "../../../components/workloads/values/network";
import type { TrafficValues } from "../../../components/workloads/values/traffic";
import type { StackConfig } from "../../config/schema";
import type { IngressConfig } from "../../config/workloads/ingress";
import type { WorkloadOf } from "../../config/workloads/kinds";
import { type LimitConfig, LOGIN_HEADER } from "../../config/workloads/limits";

type Web = WorkloadOf<"web">;

const DAY = 86_400;
/** Days that browsers come by HTTPS only, in prod. */
const HSTS_DAYS = 365;
const UNITS = [
  ["perSecond", "Second"],
  ["perMinute", "Minute"],
  ["perHour", "Hour"],
] as const;
const FRAMES = { deny: "DENY", sameOrigin: "SAMEORIGIN" } as const;

const NONE: IngressConfig = {
  ...{ paths: ["/"], protocol: "http", compression: true, limits: {} },
  headers: { frames: "deny", referrer: "strict-origin-when-cross-origin", more: {} },
};

/** What the route of a workload with hosts does beside leading to it. */
export function routeOf({ ingress = NONE }: Web, config: StackConfig): Partial<RouteValues> {
  const { paths, rewrite, protocol } = ingress;
  return {
    ...(paths.join() !== "/" && { paths }),
    ...(rewrite !== undefined && { rewrite }),
    ...(protocol === "grpc" && { protocol: "h2c" as const }),
    headers: headersOf(ingress.headers, config),
  };
}

/** Headers of every answer. */
export function headersOf(
  { hstsDays, csp, frames, referrer, permissions, more }: IngressConfig["headers"],
  { environment }: Pick<StackConfig, "environment">,
): Record<string, string> {
  const days = hstsDays ?? (environment === "prod" ? HSTS_DAYS : 0);
  return {
    ...(days > 0 && { "Strict-Transport-Security": `max-age=${days * DAY}; includeSubDomains` }),
    ...(csp !== undefined && { "Content-Security-Policy": csp }),
    ...(frames !== "allow" && { "X-Frame-Options": FRAMES[frames] }),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": referrer,
    ...(permissions !== undefined && { "Permissions-Policy": permissions }),
    ...more,
  };
}

/** Compression, the size of requests, and limits. */
export function flowOf({ ingress = NONE }: Web): Partial<TrafficValues> {
  const limits = Object.entries(ingress.limits).flatMap(([name, limit]) => limitsOf(name, limit));
  // Messages of gRPC are compressed by their own protocol.
  const compressed = ingress.compression && ingress.protocol === "http";
  return {
    ...(compressed && { compression: true }),
    ...(ingress.maxBodyMb !== undefined && { maxBody: `${ingress.maxBodyMb}Mi` }),
    ...(limits.length > 0 && { limits }),
  };
}

function limitsOf(name: string, limit: LimitConfig): LimitValues[] {
  const { paths, methods, clients, shared } = limit;
  return UNITS.flatMap(([key, unit]): LimitValues[] => {
    const requests = limit[key];
    if (requests === undefined) return [];
    return [
      {
        ...{ name, requests, unit, scope: shared || unit === "Hour" ? "global" : "local" },
        ...(paths && { paths }),
        ...(methods && { methods }),
        ...(clients !== "all" && { header: { name: LOGIN_HEADER, present: clients === "authenticated" } }),
      },
    ];
  });
}

/** Who may call it. The users of a preview are added where secrets are known. */
export function accessOf({ ingress = NONE }: Web): { access?: AccessValues } {
  const { allow, cors } = ingress;
  return allow || cors ? { access: { ...(allow && { allow }), ...(cors && { cors }) } } : {};
}

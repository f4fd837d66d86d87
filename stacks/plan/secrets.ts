import type { SecretSource } from "../../components/workloads/secrets";
import type { StackConfig } from "../config/schema";

/** The stack's secrets: which of them the cloud keeps, and where workloads' come from. */
export interface SecretsPlan {
  readonly secrets: readonly string[];
  readonly secretSource: SecretSource;
  readonly pullSecrets: readonly string[];
}

/** The platform's own secrets (alert routes) are the cloud's always: they are read before there is any workload. */
export function planSecrets(
  { app, secrets, secretSource, pullSecrets, monitoring }: StackConfig,
  deployment: string,
): SecretsPlan {
  const ofRoutes = new Set(monitoring.routes.map(({ secret }) => secret));
  return {
    secrets: secretSource.kind === "secretManager" ? secrets : secrets.filter((name) => ofRoutes.has(name)),
    secretSource: sourceOf(secretSource, `${app}/${deployment}/`),
    pullSecrets,
  };
}

function sourceOf(source: StackConfig["secretSource"], usual: string): SecretSource {
  if (source.kind === "vault") return { ...source, prefix: source.prefix ?? usual };
  if (source.kind !== "store") return source;
  const { name, scope, prefix = usual, property } = source;
  return {
    kind: "store",
    store: { name, kind: scope === "cluster" ? "ClusterSecretStore" : "SecretStore" },
    prefix,
    ...(property !== undefined && { property }),
  };
}

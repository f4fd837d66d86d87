import { type ContainerSpec, conditionOf, type Pod } from "../../cluster/objects";
import { type Finding, short } from "../finding";
import type { Scene } from "../scene";

type Meaning = Omit<Finding, "object">;

const missingMap = (name: string): Meaning => ({
  problem: `The ConfigMap ${name}, which it reads, is not there.`,
  mend: "Make it, or correct its name in the config.",
  runbook: "workload-misconfigured",
});

/** A container that waits for a secret, a config map or a user: the kubelet says which. */
export function missingReference(scene: Scene, message: string): Meaning {
  const seen = short(message);
  const [, kind = "", name = ""] = /(secret|configmap) "([^"]+)" not found/i.exec(message) ?? [];
  if (kind !== "")
    return { ...(kind.toLowerCase() === "secret" ? missingSecret(scene, name) : missingMap(name)), seen };
  const [, key, secret] = /couldn't find key (\S+) in Secret (?:[^/\s]+\/)?(\S+)/i.exec(message) ?? [];
  const runbook = "workload-misconfigured";
  if (key !== undefined) {
    const mend = "Put it into the secret in the cloud; External Secrets brings it within the hour.";
    return { problem: `The Secret ${secret} has no ${key}, which it reads as a variable.`, seen, mend, runbook };
  }
  if (/runAsNonRoot/.test(message)) {
    const mend = "End its Dockerfile with USER 10001, and let that user own what it writes.";
    return { problem: "The image runs as root, which no pod here may.", seen, mend, runbook: "pod-security-denied" };
  }
  return { problem: "Its container cannot be configured.", seen, mend: "Mend what the message names.", runbook };
}

/** Follows a secret to what should have brought it. */
function missingSecret({ externalSecrets }: Scene, name: string): Meaning {
  const runbook = "external-secret-not-synced";
  const source = externalSecrets.find(
    ({ metadata, spec }) => ((spec?.["target"] as { name?: string } | undefined)?.name ?? metadata.name) === name,
  );
  if (!source) {
    return {
      problem: `The Secret ${name}, which it reads, is not there, and no ExternalSecret brings it.`,
      mend: "Name it under slipway:secrets and the workload's secrets, and run pulumi up.",
      runbook,
    };
  }
  const ready = conditionOf(source, "Ready");
  const why =
    ready?.status === "True"
      ? "said that it had: somebody has deleted it"
      : short(ready?.message ?? "has not yet", 160);
  return {
    problem: `The Secret ${name}, which it reads, is not there: the ExternalSecret ${source.metadata.name} should bring it (${why}).`,
    mend: "Set its value in the cloud (the stack's output next has the command), and see that External Secrets may read it.",
    runbook,
  };
}

/** Secrets and config maps that a pod names and that are not there: why a pod hangs before any message says so. */
export function danglingReferences(scene: Scene, pod: Pod): readonly Finding[] {
  const all: readonly ContainerSpec[] = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  const secrets = new Set<string>();
  const maps = new Set<string>();
  for (const { env = [], envFrom = [] } of all) {
    for (const { valueFrom: { secretKeyRef: secret, configMapKeyRef: map } = {} } of env) {
      if (secret && !secret.optional) secrets.add(secret.name);
      if (map && !map.optional) maps.add(map.name);
    }
    for (const { secretRef, configMapRef } of envFrom) {
      if (secretRef) secrets.add(secretRef.name);
      if (configMapRef) maps.add(configMapRef.name);
    }
  }
  const object = `Pod ${pod.metadata.name}`;
  return [
    ...[...secrets]
      .filter((name) => !scene.secrets.has(name))
      .map((name) => ({ object, ...missingSecret(scene, name) })),
    ...[...maps].filter((name) => !scene.configMaps.has(name)).map((name) => ({ object, ...missingMap(name) })),
  ];
}

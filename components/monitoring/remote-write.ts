import type { MonitoringSettings, RemoteWrite } from "../contracts/monitoring";

/** The Secret that holds every credential of remote write, one entry for each secret of the stack. */
export const remoteWriteSecret = "prometheus-remote-write";

type Settings = Pick<MonitoringSettings, "remoteWrite">;

/** The secrets of the stack that remote write names, each once. */
export function remoteWriteSecrets({ remoteWrite = [] }: Settings): readonly string[] {
  return [...new Set(remoteWrite.flatMap(({ secret }) => (secret === undefined ? [] : [secret])))].sort();
}

/** Prometheus's `remoteWrite`; credentials are references to entries of a Secret. */
export function remoteWriteOf({ remoteWrite = [] }: Settings): readonly object[] {
  return remoteWrite.map(({ url, keep, ...who }) => ({
    url,
    ...credentialOf(who),
    ...(keep === undefined
      ? {}
      : { writeRelabelConfigs: [{ sourceLabels: ["__name__"], regex: keep, action: "keep" }] }),
  }));
}

function credentialOf({ secret, username }: Pick<RemoteWrite, "secret" | "username">): object {
  if (secret === undefined) return {};
  const reference = { name: remoteWriteSecret, key: secret };
  if (username === undefined) return { authorization: { type: "Bearer", credentials: reference } };
  // A user's name is asked for as an entry of a Secret too: External Secrets writes it beside the password.
  return { basicAuth: { username: { name: remoteWriteSecret, key: userEntry(secret) }, password: reference } };
}

/** The entry with the name of the user whose password is in `secret`. */
export const userEntry = (secret: string): string => `${secret}-user`;

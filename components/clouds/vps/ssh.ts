import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SshOptions } from "./options";

const scriptFile = (name: string): string => readFileSync(join(__dirname, "scripts", `${name}.sh`), "utf8");

/** The scripts that run on a host. */
export type HostScript = "harden" | "k3s" | "kubeconfig";

/** What runs on this machine: it takes a script on stdin, and runs it on the host. */
export const overSsh = (): string => scriptFile("over-ssh");

/** Text as one word of a shell. */
const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

/** A script with its variables, as it goes to the host's shell. */
export function hostScript(name: HostScript, variables: Readonly<Record<string, string>>): string {
  const assignments = Object.entries(variables).map(([key, value]) => `${key}=${quoted(value)}`);
  return [...assignments, scriptFile("common"), scriptFile(name)].join("\n");
}

/** What {@link overSsh} reads of its environment; `SSH_KEY` besides, where config has one. */
export const sshEnvironment = ({ host, port, user }: SshOptions, hostKey: string): Record<string, string> => ({
  ...{ SSH_HOST: host, SSH_PORT: String(port), SSH_USER: user, SSH_HOST_KEY: hostKey },
});

import * as command from "@pulumi/command";
import { RunError } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { VpsOptions } from "./options";
import { overSsh, sshEnvironment } from "./ssh";

/**
 * Stops before the first create when the machine at the address is not the stack's: it must prove itself by its host key.
 * @throws RunError that says what SSH said.
 */
export async function guardHost(scope: Scope, { ssh }: Pick<VpsOptions["cluster"], "ssh">): Promise<void> {
  const key: Record<string, string> = ssh.privateKey === undefined ? {} : { SSH_KEY: ssh.privateKey };
  const said = await command.local
    .run({
      command: overSsh(),
      stdin: "echo there",
      environment: { ...sshEnvironment(ssh, scope.account), ...key },
      interpreter: ["/bin/sh", "-c"],
    })
    .then(
      ({ stdout, stderr }) => (stdout?.trim() === "there" ? undefined : String(stderr)),
      (error: Error) => error.message,
    );
  if (said === undefined) return;
  throw new RunError(
    [
      `The host ${ssh.user}@${ssh.host} cannot be reached as the one where this stack belongs; nothing was changed.`,
      `  given    ${said.trim().split("\n").at(-1)}`,
      "  mend     load a key that may log in (ssh-add), or correct cluster.ssh;",
      "           if the machine was really made anew, correct slipway:account: ssh-keyscan -t ed25519 <host>",
    ].join("\n"),
  );
}

import { createHash } from "node:crypto";
import { OWN_USER, WORKLOAD_COMMANDS } from "../shared/redis-users";

const WORKLOAD = `~* &* ${WORKLOAD_COMMANDS}`;

/** Passwords are there by their SHA-256 alone, which Valkey compares ("ACL", valkey.io). */
const line = (name: string, password: string, rights: string): string =>
  `user ${name} on #${createHash("sha256").update(password).digest("hex")} ${rights}`;

/** An ACL file: `default`, who comes without a name, is off. */
export function aclFile(token: string, users: readonly (readonly [name: string, password: string])[]): string {
  return [
    "user default off nopass resetchannels -@all",
    line(OWN_USER, token, "~* &* +@all"),
    ...users.map(([name, password]) => line(name, password, WORKLOAD)),
    "",
  ].join("\n");
}

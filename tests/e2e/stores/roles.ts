/** Runs the script of charts/roles as its Job does, against a real PostgreSQL. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Postgres } from "./servers";

export const roleScripts = join(__dirname, "../../../charts/roles/files");

/** Login of the master as clouds give it: it makes roles and databases, and is no superuser. */
export const MASTER = { PGUSER: "master", PGPASSWORD: "master's own" } as const;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A database of the master's. */
export function databaseOfMaster(postgres: Postgres, database: string): void {
  const made = postgres.ask("postgres", "SELECT count(*) FROM pg_roles WHERE rolname = 'master'");
  if (made === "0") {
    postgres.ask("postgres", `CREATE ROLE master LOGIN CREATEROLE CREATEDB PASSWORD ${quoted(MASTER.PGPASSWORD)}`);
  }
  postgres.ask("postgres", `CREATE DATABASE ${database}`, MASTER);
}

export type Access = "readOnly" | "readWrite" | "owner" | "backup" | "restore";

/** Makes roles with their passwords. @returns exit code and what was said */
export function makeRoles(
  postgres: Postgres,
  database: string,
  roles: Readonly<Record<string, readonly [Access, string]>>,
  over: Readonly<Record<string, string>> = {},
): { readonly code: number | null; readonly output: string } {
  const folder = mkdtempSync(join(tmpdir(), "slipway-roles-"));
  const logins = join(folder, "logins");
  mkdirSync(logins);
  writeFileSync(join(logins, "master.username"), MASTER.PGUSER);
  writeFileSync(join(logins, "master.password"), MASTER.PGPASSWORD);
  const list = Object.entries(roles).map(([name, [access, password]]) => {
    writeFileSync(join(logins, `${name}.password`), password);
    return `${name} ${access}\n`;
  });
  writeFileSync(join(folder, "roles"), list.join(""));
  const { PGHOST, PGPORT } = postgres.env(database);
  const { status, stderr } = spawnSync("bash", [join(roleScripts, "roles.sh")], {
    env: {
      ...{ PATH: `${postgres.bin}:${process.env["PATH"]}`, HOME: folder, TRIES: "1", WAIT: "0" },
      ...{ PGHOST, PGPORT, PGDATABASE: database, PGSSLMODE: "disable", LIST: join(folder, "roles"), LOGINS: logins },
      ...over,
    },
    encoding: "utf8",
  });
  return { code: status, output: stderr };
}

/** All that the server knows of roles, rights and owners, as pg_dump writes it. */
export function rights(postgres: Postgres, database: string): string {
  const dump = (command: string, ...args: string[]) =>
    spawnSync(join(postgres.bin, command), args, {
      env: { ...process.env, ...postgres.env(database) },
      encoding: "utf8",
    }).stdout.replace(/^\\.*\n/gm, "");
  return dump("pg_dumpall", "--globals-only") + dump("pg_dump", "--create", "--schema-only", database);
}

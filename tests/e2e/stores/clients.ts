/** Logs in to a PostgreSQL by the variables that a workload gets, as the frameworks of the guides do. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bind } from "../../../components/workloads/bindings";
import type { ComposedSecret } from "../../../components/workloads/values/secrets";
import { appFolder } from "./app";
import type { Postgres } from "./servers";

export interface Login {
  readonly username: string;
  readonly password: string;
}

export interface Checked {
  readonly host: string;
  readonly sslMode: "verify-full" | "verify-ca";
  /** File of the authority that the client trusts. */
  readonly trusted: string;
}

/** What the cluster would put into the pod's variable, with the file of certificates where it is on this machine. */
export function urlOf(postgres: Postgres, database: string, login: Login, { host, sslMode, trusted }: Checked): string {
  const binding = bind("db", {
    ...{ kind: "postgres", host, readerHost: host, port: postgres.port, database, secretId: "db", cidrs: [] },
    ...{ sslMode, ca: "PEM" },
  });
  const { format, plain = {} } = binding.secretEnv["DB_URL"] as ComposedSecret;
  const parts = { ...plain, ...login };
  return Object.entries(parts)
    .reduce((url, [part, value]) => url.replace(`{${part}}`, encodeURIComponent(String(value))), format)
    .replace(String(binding.env["DB_SSLROOTCERT"]), trusted);
}

const ANSWER = "SELECT current_user || ' ' || (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())";

/** Client → how it logs in by a URL alone. */
const clients = {
  // psycopg, and so Django and SQLAlchemy, hand the URL to the same library.
  libpq: (url: string, { bin }: Postgres) =>
    spawnSync(join(bin, "psql"), ["-XqAt", "-c", ANSWER, url], { encoding: "utf8" }),
  "node-postgres": (url: string) =>
    spawnSync(
      process.execPath,
      [
        "-e",
        `const { Client } = require("pg"); (async () => { const c = new Client({ connectionString: process.env.DB_URL }); await c.connect();
        console.log(Object.values((await c.query(process.env.ANSWER)).rows[0])[0]); await c.end(); })().catch((e) => { console.error(e.message); process.exit(1); })`,
      ],
      { cwd: appFolder(), env: { PATH: process.env["PATH"], DB_URL: url, ANSWER }, encoding: "utf8" },
    ),
} as const;

export type Client = keyof typeof clients;

/** @returns who is logged in and whether by TLS, or what the client says instead */
export function logIn(client: Client, url: string, postgres: Postgres): string {
  const { stdout, stderr } = clients[client](url, postgres);
  return (stdout || stderr).trim();
}

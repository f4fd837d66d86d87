import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { mongodbDumps } from "../../../components/contracts/stores";

interface User {
  user: string;
  pwd: string;
  roles: { role: string; db: string }[];
}

interface Role {
  role: string;
}

type Command = Record<string, unknown>;

const script = readFileSync(join(__dirname, "../../../charts/roles/files/mongodb.js"), "utf8");

/** A server as far as the script speaks to one, and mongosh round it. */
class Server {
  readonly users = new Map<string, User>([
    ["slipway", { user: "slipway", pwd: "master", roles: [{ role: "root", db: "admin" }] }],
  ]);
  readonly uris: string[] = [];
  readonly changes: Command[] = [];
  readonly roles = new Map<string, Command>();
  /** Tries that are refused before the server is there. */
  starting = 0;

  run(roles: string, logins: Readonly<Record<string, string>>, over: Readonly<Record<string, string>> = {}) {
    const folder = mkdtempSync(join(tmpdir(), "roles-"));
    writeFileSync(join(folder, "list"), roles);
    const files = { "master.username": "slipway", "master.password": "master", ...logins };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const env = { HOST: "docs.internal", PORT: "27017", DATABASE: "shop", LIST: join(folder, "list"), LOGINS: folder };
    const said: string[] = [];
    let code = 0;
    const server = this;
    class Mongo {
      constructor(readonly uri: string) {
        server.uris.push(uri);
        if (server.starting > 0) {
          server.starting -= 1;
          throw new Error("connect ECONNREFUSED");
        }
        const { username, password } = new URL(uri);
        if (server.users.get(username)?.pwd !== decodeURIComponent(password)) throw new Error("Authentication failed.");
      }
      getDB() {
        return { runCommand: (command: Command) => server.answer(command) };
      }
    }
    runInNewContext(script, {
      ...{ Mongo, require, Error, console: { error: (text: string) => said.push(text) }, Date, encodeURIComponent },
      ...{ sleep: () => {}, quit: (with_: number) => (code = with_) },
      process: {
        env: { ...env, OPTIONS: "replicaSet=rs0&retryWrites=false", CA_FILE: "/scripts/ca.pem", WAIT: "1", ...over },
      },
    });
    return { said: said.join("\n"), code };
  }

  private answer(command: Command): Command {
    const { usersInfo, createUser, updateUser, ping } = command;
    if (ping) return { ok: 1 };
    const { rolesInfo, createRole } = command;
    if (rolesInfo) return { ok: 1, roles: [...this.roles.keys()].filter((name) => name === (rolesInfo as Role).role) };
    if (createRole) this.roles.set(String(createRole), command);
    if (usersInfo === 1) return { ok: 1, users: [...this.users.values()] };
    if (usersInfo) {
      const found = this.users.get((usersInfo as User).user);
      return { ok: 1, users: found ? [found] : [] };
    }
    this.changes.push(command);
    if (createRole) return { ok: 1 };
    const name = String(createUser ?? updateUser);
    const { pwd, roles } = command as unknown as User;
    const before = this.users.get(name) ?? { user: name, pwd: "", roles: [] };
    this.users.set(name, { ...before, ...(pwd && { pwd }), ...(roles && { roles }) });
    return { ok: 1 };
  }
}

const list = "api readWrite\napi-migrate owner\nreports readOnly\n";
const logins = { "api.password": "one", "api-migrate.password": "two", "reports.password": "three" };
const rights = (server: Server, name: string) => server.users.get(name)?.roles.map(({ role, db }) => `${db}.${role}`);

describe("the roles of a MongoDB", () => {
  test("each may do what it needs in one database, and none may make users", () => {
    const server = new Server();
    expect(server.run(list, logins)).toMatchObject({ code: 0 });
    expect(rights(server, "api")).toEqual(["shop.readWrite"]);
    expect(rights(server, "api-migrate")).toEqual(["shop.readWrite", "shop.dbAdmin"]);
    expect(rights(server, "reports")).toEqual(["shop.read"]);
    expect(server.users.get("slipway")!.pwd).toBe("master");
  });

  test("what dumps it reads, and writes one collection; what restores it owns it and two beside it; a second run changes nothing", () => {
    const server = new Server();
    const wanted = [
      "slipway-backup backup\nslipway-restore restore\n",
      { "slipway-backup.password": "one", "slipway-restore.password": "two" },
    ] as const;
    expect(server.run(...wanted)).toMatchObject({ code: 0 });
    expect(rights(server, "slipway-backup")).toEqual(["shop.read", "admin.slipway-sentinel-shop"]);
    expect(server.roles.get("slipway-sentinel-shop")).toMatchObject({
      privileges: [{ resource: { db: "shop", collection: "slipway_backup" }, actions: ["find", "insert", "update"] }],
      roles: [],
    });
    expect(rights(server, "slipway-restore")).toEqual(
      mongodbDumps.restoredInto("shop").flatMap((name) => [`${name}.readWrite`, `${name}.dbAdmin`]),
    );
    const before = server.changes.length;
    expect(server.run(...wanted)).toMatchObject({ code: 0 });
    expect(server.changes).toHaveLength(before);
  });

  test("TLS is checked by the authority's file, and passwords are no part of what is said", () => {
    const server = new Server();
    const { said } = server.run(list, { ...logins, "api.password": "p@ss/word" });
    expect(server.uris.every((uri) => uri.includes("tls=true") && uri.includes("tlsCAFile=%2Fscripts%2Fca.pem"))).toBe(
      true,
    );
    expect(server.uris.some((uri) => uri.includes("api:p%40ss%2Fword@"))).toBe(true);
    expect(said).not.toMatch(/p@ss|master$|three/m);
  });

  test("a second run changes nothing", () => {
    const server = new Server();
    server.run(list, logins);
    const before = server.changes.length;
    server.run(list, logins);
    expect(server.changes).toHaveLength(before);
  });

  test("other rights and another password are set, and nothing else", () => {
    const server = new Server();
    server.run(list, logins);
    server.changes.length = 0;
    server.run(list.replace("reports readOnly", "reports readWrite"), { ...logins, "api.password": "new" });
    expect(server.changes).toEqual([
      { updateUser: "api", pwd: "new" },
      { updateUser: "reports", roles: [{ role: "readWrite", db: "shop" }] },
    ]);
  });

  test("who has no workload any more is named, and kept", () => {
    const server = new Server();
    server.run(list, logins);
    const { said } = server.run("api readWrite\n", logins);
    expect(said).toMatch(/no workload logs in as these any more: api-migrate, reports/);
    expect(server.users.has("reports")).toBe(true);
  });

  test("a server that is only being made is waited for; one that stays away is an error", () => {
    const late = new Server();
    late.starting = 2;
    expect(late.run(list, logins).code).toBe(0);
    const never = new Server();
    never.starting = Number.POSITIVE_INFINITY;
    expect(never.run(list, logins, { WAIT: "0" })).toMatchObject({
      code: 1,
      said: expect.stringMatching(/no login that may make roles/),
    });
  });

  test.each([
    ["an access that there is not", "api everything\n", logins, /none of readOnly, readWrite/],
    ["no password", "api readWrite\n", { "api.password": "" }, /api has no password/],
  ])("%s is an error, and nobody is made", (_, roles, given, error) => {
    const server = new Server();
    expect(server.run(roles, given)).toMatchObject({ code: 1, said: expect.stringMatching(error) });
    expect(server.changes).toEqual([]);
  });
});

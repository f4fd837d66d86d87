/** A server of documents on loopback, what lies in it, and how it is read without any of the scripts' help. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePorts, startProcess, waitFor } from "../cluster/process";
import { toolPath } from "../tools/tools";
import { type Certificates, makeCertificates } from "./certificates";
import type { Env } from "./scripts";
import type { Server } from "./servers";

export interface Documents extends Server {
  /** For the name `localhost`. */
  readonly certificates: Certificates;
  /** Variables by which the chart's script finds one of its databases. */
  env(database: string): Env;
  /** What mongosh prints of a script that has `it`, a database. */
  ask(database: string, script: string): string;
}

const LOGIN = { username: "slipway", password: "p@ss/w:rd 100%'\"" } as const;

/** Folders of the programs that the image of the jobs has on its PATH. */
export const documentTools = (): string =>
  ["mongodump", "mongorestore", "mongosh"].map((tool) => dirname(toolPath(tool))).join(":");

/** FerretDB with one login, by TLS alone. */
export async function startDocuments(): Promise<Documents> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-documents-"));
  const certificates = makeCertificates(folder);
  const [port] = (await freePorts(1)) as [number];
  mkdirSync(join(folder, "data"));
  const { certificate, key, ca } = certificates;
  const running = startProcess("document-server", toolPath("document-server"), [], join(folder, "log"), {
    ...{ LISTEN: `127.0.0.1:${port}`, CERTIFICATE: certificate, KEY: key, FOLDER: join(folder, "data") },
    ...{ USERNAME: LOGIN.username, PASSWORD: LOGIN.password },
  });
  const [user, password, file] = [LOGIN.username, LOGIN.password, ca].map(encodeURIComponent);
  const address = `mongodb://${user}:${password}@localhost:${port}/?authSource=admin&tls=true&tlsCAFile=${file}`;
  const ask = (database: string, script: string): string =>
    execFileSync(
      toolPath("mongosh"),
      [
        ...["--nodb", "--norc", "--quiet", "--eval"],
        `const it = new Mongo(process.env.ADDRESS).getDB(process.env.IT); ${script}; undefined`,
      ],
      {
        env: { PATH: process.env["PATH"], HOME: folder, ADDRESS: address, IT: database },
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      },
    ).trim();
  const env = (database: string): Env => ({
    ...{ MONGODB_HOST: "localhost", MONGODB_PORT: `${port}`, MONGODB_DATABASE: database, MONGODB_CA_FILE: ca },
    ...{ MONGODB_USERNAME: LOGIN.username, MONGODB_PASSWORD: LOGIN.password, MONGODB_OPTIONS: "retryWrites=false" },
  });
  const stop = async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitFor("documents", 60, async () => (ask("admin", "print(1)") === "1" ? true : undefined), [running]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, folder, certificates, env, ask, stop };
}

/** Fills a new database with about so many megabytes: numbers, text, dates, bytes, arrays, ids of every sort, indexes. */
export function fillDocuments(server: Documents, database: string, megabytes: number): void {
  const count = (share: number, bytes: number) => Math.ceil((megabytes * 1_000_000 * share) / bytes);
  server.ask(
    database,
    `const { createHash } = require("crypto");
     const hash = (text) => createHash("sha256").update(String(text)).digest();
     const fill = (collection, documents, make) => {
       for (let at = 0; at < documents; at += 2000) {
         const some = [];
         for (let each = at; each < Math.min(at + 2000, documents); each += 1) some.push(make(each));
         it.getCollection(collection).insertMany(some);
       }
     };
     fill("orders", ${count(0.6, 400)}, (id) => ({
       _id: new ObjectId(hash(id).toString("hex").slice(0, 24)), number: id, customer: hash(id % 977).toString("hex"), amount: id / 7,
       big: Long.fromNumber(id * 1e12), made: new Date(1.76e12 + id * 1000), paid: id % 3 === 0, note: id % 5 ? "grüße " + id : null,
       lines: [{ sku: "a" + id, count: id % 9 }, { sku: hash(id + 1).toString("base64"), count: 1.5 }], tags: [id % 7, "b", null, true],
     }));
     fill("files", ${count(0.4, 2100)}, (id) => ({
       _id: id, content: new Binary(Buffer.concat([...Array(64).keys()].map((part) => hash(id * 100 + part)))), like: /^a.*b/i,
     }));
     it.getCollection("odd-name.with.dots").insertMany([{ _id: "ü '\\" $x", nested: { deep: [{}] } }, { _id: -1.5 }, { _id: { a: 1 } }]);
     it.createCollection("empty");
     it.orders.createIndex({ customer: 1, made: -1 }, { name: "by customer" });
     it.orders.createIndex({ number: 1 }, { unique: true });`,
  );
}

/** What every kind of damage looks like that backups are for; of few documents, since the server takes a look at all for each. */
export function corruptDocuments(server: Documents, database: string): void {
  server.ask(
    database,
    `it.orders.updateMany({ number: { $lt: 20 } }, { $set: { note: "oops", amount: -1 } });
     it.orders.deleteMany({ number: { $gte: 20, $lt: 30 } });
     it.orders.dropIndex("by customer");
     it.files.drop();
     it.getCollection("odd-name.with.dots").insertOne({ _id: "was never here" });
     it.getCollection("made since").insertOne({ _id: 1 });`,
  );
}

/** Collection → its indexes, and a hash over all of its documents in order, as mongoexport writes them. */
export function readDocuments(server: Documents, database: string): Readonly<Record<string, string>> {
  const indexes = server.ask(
    database,
    `const found = {};
     for (const name of it.getCollectionNames().filter((name) => name !== "slipway_backup"))
       found[name] = JSON.stringify(it.getCollection(name).getIndexes().sort((one, other) => one.name < other.name ? -1 : 1));
     print(JSON.stringify(found));`,
  );
  return Object.fromEntries(
    Object.entries(JSON.parse(indexes) as Record<string, string>).map(([collection, of]) => [
      collection,
      `${of} ${exported(server, database, collection)}`,
    ]),
  );
}

function exported(server: Documents, database: string, collection: string): string {
  const { ca } = server.certificates;
  const text = execFileSync(
    toolPath("mongoexport"),
    [
      ...["--host", "localhost", "--port", `${server.port}`, "--ssl", "--sslCAFile", ca, "--quiet"],
      ...["--username", LOGIN.username, "--password", LOGIN.password, "--authenticationDatabase", "admin"],
      ...["--db", database, "--collection", collection, "--sort", "{_id: 1}", "--jsonFormat", "canonical"],
    ],
    { stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 30 },
  );
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Migrations: the files of `migrations/`, by their number, each with a part `-- up` and a part `-- down`. Each runs once,
 * in a transaction with its line of history, and one process at a time.
 *
 *     node migrate.mjs up      what is missing       node migrate.mjs plan    says what `up` would do
 *     node migrate.mjs down    takes the last back
 */
import { readdirSync, readFileSync } from "node:fs";
import { database, log } from "./stores.mjs";

/** Any number that other users of the database do not take. */
const LOCK = 7_405_113;
const folder = new URL("migrations/", import.meta.url);

const migrations = readdirSync(folder)
  .filter((file) => file.endsWith(".sql"))
  .sort()
  .map((file) => {
    const [, up, down] =
      /^-- up\n([\s\S]*)^-- down\n([\s\S]*)$/m.exec(readFileSync(new URL(file, folder), "utf8")) ?? [];
    if (up === undefined)
      throw new Error(`migrations/${file}: write a part after \`-- up\`, then one after \`-- down\``);
    return { name: file.replace(/\.sql$/, ""), up, down };
  });

async function transaction(client, sql, history, name) {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query(history, [name]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new Error(`${name}: ${error.message}; nothing of it was kept`);
  }
}

async function main(command) {
  const pool = database();
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await client.query(
      "create table if not exists migrations (name text primary key, ran_at timestamptz not null default now())",
    );
    const { rows } = await client.query("select name from migrations order by name");
    const ran = new Set(rows.map(({ name }) => name));
    const missing = migrations.filter(({ name }) => !ran.has(name));
    if (command === "plan") {
      for (const { name, up } of missing) console.log(`${name}\n${up}`);
      log.info({ missing: missing.length }, "planned; nothing was changed");
    } else if (command === "up") {
      for (const { name, up } of missing) {
        await transaction(client, up, "insert into migrations (name) values ($1)", name);
        log.info({ migration: name }, "ran");
      }
      log.info({ ran: missing.length, before: ran.size }, "up to date");
    } else if (command === "down") {
      const last = migrations.filter(({ name }) => ran.has(name)).at(-1);
      if (last) await transaction(client, last.down, "delete from migrations where name = $1", last.name);
      log.info({ migration: last?.name ?? null }, last ? "taken back" : "nothing to take back");
    } else {
      throw new Error(`${command ?? "nothing"} was asked for; write up, down or plan`);
    }
  } finally {
    client.release();
    await pool.end();
  }
}

main(process.argv[2]).catch((error) => {
  log.error(error.message);
  process.exitCode = 1;
});

/** Data for tests of backups: made by the database itself, and compared row by row without any of the scripts' help. */

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Postgres } from "./servers";

/** Tables, and how their rows are put in order. */
const ORDER: Readonly<Record<string, string>> = {
  "public.orders": "id",
  "public.events": "id",
  'public."Odd Name"': "1",
  "shop.files": "id",
  "shop.parts": "id",
};

/** Fills a new database with about so many megabytes: numbers, text, JSON, bytes, arrays, keys, indexes, a partition. */
export function fill(postgres: Postgres, database: string, megabytes: number): void {
  postgres.ask("postgres", `CREATE DATABASE ${database}`);
  const rows = (share: number, bytes: number) => Math.ceil((megabytes * 1_000_000 * share) / bytes);
  postgres.ask(
    database,
    `CREATE SCHEMA shop;
     CREATE TYPE shop.state AS ENUM ('new', 'paid', 'sent');
     CREATE TABLE public.orders AS
       SELECT g AS id, md5(g::text) AS customer, (g % 9973)::numeric(12, 2) / 7 AS amount, random() AS chance,
              timestamptz '2026-01-01' + g * interval '1 second' AS made, 'new'::shop.state AS state,
              repeat(md5((g * 7)::text), 3) AS note
       FROM generate_series(1, ${rows(0.5, 220)}) g;
     ALTER TABLE public.orders ADD PRIMARY KEY (id);
     CREATE TABLE public.events AS
       SELECT g AS id, jsonb_build_object('order', g, 'what', md5(g::text), 'tags', ARRAY[g % 7, g % 11]) AS body
       FROM generate_series(1, ${rows(0.2, 160)}) g;
     CREATE INDEX ON public.events (id);
     CREATE TABLE shop.files AS
       SELECT g AS id, decode(string_agg(md5((g * 100 + h)::text), ''), 'hex') AS content
       FROM generate_series(1, ${rows(0.3, 1650)}) g, generate_series(1, 100) h GROUP BY g;
     CREATE TABLE shop.parts (id int, at date, note text) PARTITION BY RANGE (at);
     CREATE TABLE shop.parts_2026 PARTITION OF shop.parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
     INSERT INTO shop.parts SELECT g, date '2026-01-01' + g % 300, NULLIF(g % 5, 0)::text FROM generate_series(1, 5000) g;
     CREATE TABLE public."Odd Name" ("a ""b""" text);
     INSERT INTO public."Odd Name" VALUES ('quotes '' and " and \\ and ü'), (NULL);`,
  );
}

/** What every kind of damage looks like that backups are for. */
export function corrupt(postgres: Postgres, database: string): void {
  postgres.ask(
    database,
    `UPDATE public.orders SET note = 'oops', amount = -1 WHERE id % 3 = 0;
     DELETE FROM public.events WHERE id % 2 = 0;
     DROP TABLE shop.files;
     TRUNCATE shop.parts;
     INSERT INTO public."Odd Name" VALUES ('was never here');`,
  );
}

/** Table → hash over all of its rows, in order. */
export async function fingerprints(postgres: Postgres, database: string): Promise<Readonly<Record<string, string>>> {
  const found: [string, string][] = [];
  for (const [table, order] of Object.entries(ORDER))
    found.push([table, await hashOf(postgres, database, table, order)]);
  return Object.fromEntries(found);
}

function hashOf(postgres: Postgres, database: string, table: string, order: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const hash = createHash("sha256");
    const copy = `COPY (SELECT * FROM ${table} ORDER BY ${order}) TO STDOUT`;
    const child = spawn(join(postgres.bin, "psql"), ["-Xq", "-c", copy], {
      env: { ...process.env, ...postgres.env(database), TZ: "UTC", PGTZ: "UTC" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    child.stdout.on("data", (chunk) => hash.update(chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve(code === 0 ? hash.digest("hex") : `psql ended with ${code}`));
  });
}

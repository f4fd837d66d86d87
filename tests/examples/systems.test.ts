/** The five systems together: every part of their documents is in a table, and enough of their figures are held. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/configs";
import type { SystemFigures } from "./figures";
import { leather } from "./tables/leather-api";
import { revrx } from "./tables/revrx";
import { rez } from "./tables/rez-merchant";
import { sergas } from "./tables/sergas";
import { spirit } from "./tables/spirit-tours";

const tables: readonly SystemFigures[] = [leather, sergas, spirit, revrx, rez];

/** Figures of a table that something holds; the others say why nothing does. */
const heldIn = ({ figures }: SystemFigures): number =>
  figures.filter(([, , held]) => typeof held === "function").length;

test("150 figures and more are held", () => {
  expect(tables.reduce((sum, table) => sum + heldIn(table), 0)).toBeGreaterThanOrEqual(150);
});

test.each(tables)("$name: none is told twice, and most are held", (table) => {
  const { figures } = table;
  expect(new Set(figures.map(([part, figure]) => `${part}: ${figure}`)).size).toBe(figures.length);
  expect(heldIn(table) / figures.length).toBeGreaterThan(0.75);
});

test.each(tables)("$name: dev, staging and prod", ({ name }) => {
  const files = readdirSync(join(root, "examples", name));
  expect(files).toEqual(expect.arrayContaining(["dev", "staging", "prod"].map((stack) => `Pulumi.${stack}.yaml`)));
});

/** Parts of each document, as its first column names them. */
const parts: Readonly<Record<string, readonly string[]>> = {
  "leather-api": [
    ...[
      "network",
      "PostgreSQL",
      "Redis",
      "media",
      "web",
      "worker",
      "beat",
      "migrations",
      "edge",
      "maintenance",
      "secrets",
    ],
    ...[
      "logs",
      "alerts",
      "dashboards",
      "backups",
      "recovery",
      "deploy",
      "load",
      "scaling path",
      "cost",
      "small option",
    ],
  ],
  sergas: [
    ...["environments", "network", "stores", "rollout", "day-2 commands", "edge", "alerts", "dashboards", "metrics"],
    ...["recovery", "CI/CD", "asked for next"],
  ],
  "spirit-tours": [
    ...["compute", "stores", "edge", "monitoring", "backups", "config", "CI/CD", "recovery", "cost", "asked for next"],
  ],
  revrx: [
    ...[
      "workloads",
      "autoscaling",
      "stores",
      "staging",
      "edge",
      "secrets",
      "hardening",
      "backups",
      "recovery",
      "CI/CD",
    ],
    "asked for next",
  ],
  "rez-merchant": [
    ...[
      "clouds",
      "workload",
      "stores",
      "rollout",
      "migrations",
      "secrets",
      "alerts",
      "logs",
      "backups",
      "recovery",
      "load",
    ],
    ...["docs", "cost"],
  ],
};

test.each(tables)("$name: no part of its document is left out", ({ name, figures }) => {
  expect([...new Set(figures.map(([part]) => part))].sort()).toEqual([...parts[name]!].sort());
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { backupMetrics, drillMetrics } from "../../../components/monitoring/backup-metrics";
import { root } from "../../support/configs";

const folder = join(root, "charts/backup/files");
const scripts = readdirSync(folder)
  .map((file) => readFileSync(join(folder, file), "utf8"))
  .join("\n");

test("the scripts tell what alerts and dashboards read, and nothing else", () => {
  const told = new Set(scripts.match(/slipway_(?:backup|drill)_[a-z_]+(?=[ {])/g));
  expect([...told].sort()).toEqual([...Object.values(backupMetrics), ...Object.values(drillMetrics)].sort());
});

test("what runs tell lies where the metrics pod reads it", () => {
  expect(scripts).toContain('put "status/$STORE/');
  expect(scripts).toContain('cat "$TARGET/status"');
});

/** Every value that an add-on sets is one that its real chart reads: Helm takes what it does not know without a word. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../../../components/addons/catalogue";
import { charts } from "../../../components/helm/versions";
import { contextOf } from "../../components/addons/context";
import { origins } from "../charts/origins";
import { type ChartRepository, startChartRepository } from "../charts/repository";
import { chartRows } from "../charts/table";
import { ignoredValues } from "../charts/values";

const real = Object.values(catalogue)
  .flatMap(({ releases }) => releases)
  .filter(({ chart }) => origins[chart].kind === "real");

let repository: ChartRepository;

beforeAll(async () => {
  repository = await startChartRepository();
});

afterAll(() => repository?.stop());

const archive = (chart: keyof typeof charts) =>
  join(repository.folder, `${charts[chart].chart}-${charts[chart].version}.tgz`);

// In dev some are off, such as the budget for disruptions of a single pod: what is off reads nothing.
const routes = [{ severity: "critical", to: "slack", secret: "chat", target: "#ops" }] as const;
const { settings } = contextOf("prod");
const context = contextOf("prod", { monitoring: { ...settings.monitoring, routes } });

test.each(real.map((release) => [release.chart, release] as const))("%s takes every value", async (chart, release) => {
  const values = JSON.parse(JSON.stringify(release.values(context)));
  expect(await ignoredValues(archive(chart), values)).toEqual([]);
});

test("a value that no template reads, and an empty map over one with entries, are found", async () => {
  const values = { replicas: 2, replicaCount: 2, args: { not: "a list" }, resources: {} };
  expect(await ignoredValues(archive("metrics-server"), values)).toEqual(["replicaCount", "resources"]);
});

test("README.md says of each chart whether it is real", () => {
  const lines = readFileSync(join(__dirname, "../README.md"), "utf8").split("\n");
  const rows = lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  for (const row of chartRows()) expect(rows).toContainEqual(row);
});

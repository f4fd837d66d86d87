/** The AWS CLI, as far as the failover asks it: it answers from the simulated account, and not for a region that is lost. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SimulationSettings } from "./settings";

/** @param lagSeconds how far every replica is behind. @returns the folder to put before the PATH */
export function installAwsCli(
  folder: string,
  { state, faults }: Pick<SimulationSettings, "state" | "faults">,
  lagSeconds: number,
): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const script = `#!${process.execPath}
const { existsSync, readFileSync } = require("node:fs");
const [service, verb, ...rest] = process.argv.slice(2);
const value = (option) => rest[rest.indexOf(option) + 1];
const region = value("--region");
const read = (file, none) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : none);
if (service !== "route53" && read(${JSON.stringify(faults)}, []).some((rule) => rule.kind === "lost" && rule.region === region)) {
  console.error("Could not connect to the endpoint URL: \\"https://" + service + "." + region + ".amazonaws.com/\\"");
  process.exit(255);
}
const { instances } = read(${JSON.stringify(state)}, { instances: [] });
const found = (identifier) => instances.find(({ type, outputs }) =>
  type === "aws:rds/instance:Instance" && outputs.identifier === identifier && outputs.arn.split(":")[3] === region);
if (verb === "describe-db-instances") {
  const there = found(value("--db-instance-identifier"));
  if (!there) { console.error("An error occurred (DBInstanceNotFound)"); process.exit(254); }
  console.log(JSON.stringify({ DBInstances: [{ DBInstanceStatus: there.outputs.status }] }));
} else if (verb === "get-metric-statistics") {
  const there = found(value("--dimensions").split("Value=")[1]);
  const follows = there && there.inputs.replicateSourceDb;
  const Maximum = follows ? ${lagSeconds} : -1;
  console.log(JSON.stringify({ Datapoints: [{ Timestamp: new Date(Date.now() + 1000).toISOString(), Maximum }] }));
} else {
  console.error("not simulated: " + process.argv.slice(2).join(" "));
  process.exit(252);
}
`;
  writeFileSync(join(bin, "aws"), script);
  chmodSync(join(bin, "aws"), 0o755);
  return bin;
}

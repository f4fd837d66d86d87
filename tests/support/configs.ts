import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { ConfigError } from "../../stacks/config/errors";
import { parseConfig, rawConfig } from "../../stacks/config/load";
import type { StackConfig } from "../../stacks/config/schema";

export type Raw = Record<string, unknown>;

/** The repository's root. */
export const root = join(__dirname, "../..");

/** The least that a stack has to say, with anything laid over it, key by key at the top level. */
export function rawStack(over: Raw = {}): Raw {
  return {
    app: "shop",
    environment: "dev",
    cloud: "aws",
    region: "eu-west-1",
    account: "111122223333",
    owner: "team-shop",
    costCenter: "shop",
    ...over,
  };
}

/** A checked config; throws where it is wrong. */
export const stackConfig = (over: Raw = {}): StackConfig => parseConfig(rawStack(over), "Pulumi.test.yaml");

/** What is said of a config that is wrong; nothing of one that is right. */
export function refusalOf(raw: Raw): string {
  try {
    parseConfig(raw, "Pulumi.test.yaml");
    return "";
  } catch (error) {
    return (error as ConfigError).message;
  }
}

/** A web workload that is right, with anything laid over it. */
export const web = (over: Raw = {}): Raw => ({
  kind: "web",
  image: "ghcr.io/example/web:1.0.0",
  port: 8080,
  health: "/health",
  ...over,
});

/** The config of a stack file as the engine hands it over: every value as text. */
export function fileConfig(path: string): Record<string, string> {
  const { config } = parse(readFileSync(join(root, path), "utf8")) as { config: Raw };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/** The checked config of a stack file. */
export const fileStack = (path: string): StackConfig => parseConfig(rawConfig(fileConfig(path)), path);

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readStackFile, UsageError } from "../../rehearsal/stack-files";
import type { CommandSpec, Context, Flags } from "../command";
import { Failed, Refused } from "../exit-codes";
import type { BootstrapOptions } from "./options";
import { QUOTAS, type QuotaFinding } from "./quotas";
import { type RehearsedResource, regionsIn } from "./regions";
import { stateBucket, stateKey, stateTemplate } from "./state";
import { bootstrapTemplate } from "./template";

interface BootstrapFlags extends Flags {
  readonly repository: readonly string[];
  readonly dryRun?: boolean;
}

/** Commands without which nothing here works, and where they come from. */
const NEEDED = {
  aws: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html (it also logs in to the cluster)",
  git: "https://git-scm.com/downloads",
} as const;

const MAIN = join(__dirname, "../../rehearsal/main.cjs");

export const bootstrap: CommandSpec<BootstrapFlags> = {
  usage: "bootstrap",
  description:
    "Makes what has to be there before the first up, on AWS: a versioned, encrypted bucket for the state with its key, and three roles that GitHub's jobs take without a key. Before that it looks whether the tools are there, the credentials are for the stack's account, and its quotas are enough. Run it again after a change.",
  effect: ({ dryRun }) => (dryRun ? "reads" : "changes"),
  options: (command) =>
    command
      .requiredOption("--repository <names...>", "owner/name of the repositories whose workflows take the roles")
      .option("--dry-run", "look, and print what would be made"),
  examples: [
    "bootstrap --repository acme/platform --stack dev",
    "bootstrap --repository acme/platform acme/api --stack prod --yes shop-prod",
  ],
  run: async (context) => {
    const { flags, config, say } = context;
    checkTools(context);
    const { account, region, reads } = placeOf(context);
    const aws = awsFor(region, context.env);
    const who = aws("sts", "get-caller-identity") as { Account: string; Arn: string };
    if (who.Account !== account) {
      throw new Refused(
        `The credentials are for the account ${who.Account} (${who.Arn}), and ${config.name} belongs into ${account}. Nothing was done.`,
      );
    }
    for (const name of flags.repository) {
      if (!/^[\w.-]+\/[\w.-]+$/.test(name)) throw new UsageError(`--repository ${name}: write it like acme/platform.`);
    }
    const rehearsed = rehearse(context);
    const quotas = quotaFindings(rehearsed, aws, say);
    const short = quotas.filter(({ enough }) => !enough);
    const { OpenIDConnectProviderList: providers = [] } = aws("iam", "list-open-id-connect-providers") as {
      OpenIDConnectProviderList?: { Arn: string }[];
    };
    const options: BootstrapOptions = {
      ...{ app: config.app, name: config.name, environment: config.environment, account, region, reads },
      repositories: flags.repository,
      services: servicesIn(rehearsed),
      regions: regionsIn(rehearsed.resources),
      providerExists:
        providers.some(({ Arn }) => Arn.endsWith("/token.actions.githubusercontent.com")) &&
        !ownsProvider(aws, config.name),
    };
    if (flags.dryRun) {
      return {
        succeeded: short.length === 0,
        summary: `would make the bucket ${stateBucket(options)}, the key ${stateKey}, and the roles ${config.name}-ci-preview, -watch and -deploy`,
        quotas,
        template: bootstrapTemplate(options),
        state: stateTemplate(options),
      };
    }
    deployTemplate(aws, "slipway-state", stateTemplate(options), say);
    deployTemplate(aws, `${config.name}-ci`, bootstrapTemplate(options), say);
    const backend = `s3://${stateBucket(options)}?region=${region}`;
    const roles = Object.fromEntries(
      ["preview", "watch", "deploy"].map((each) => [each, `arn:aws:iam::${account}:role/${config.name}-ci-${each}`]),
    );
    const next = nextSteps(config, region, backend, roles);
    for (const line of next) say(line);
    return {
      succeeded: short.length === 0,
      summary:
        short.length === 0
          ? `${config.name} is ready for its first up`
          : `all is made, and ${short.map(({ what }) => what).join(", ")} would not be enough: ask for more in Service Quotas first`,
      ...{ quotas, backend, roles, next },
    };
  },
};

function checkTools({ env }: Context): void {
  const missing = Object.entries(NEEDED).filter(([tool]) => spawnSync(tool, ["--version"], { env }).error);
  if (missing.length > 0) {
    throw new UsageError(
      `Not on the PATH: ${missing.map(([tool, where]) => `\n  ${tool}: install it from ${where}`).join("")}`,
    );
  }
}

function placeOf({ config, flags }: Context): Pick<BootstrapOptions, "account" | "region" | "reads"> {
  const { config: given } = readStackFile(resolve(flags.cwd), config.stack);
  const cloud = given["slipway:cloud"];
  // Not a difference between clouds within the program: the other clouds' states are kept by other means.
  if (!["aws"].includes(cloud ?? "")) {
    throw new UsageError(
      `bootstrap makes what AWS needs, and ${config.name} is on ${cloud ?? "no cloud"}: docs/guides/delivery.md says what to make there.`,
    );
  }
  const [account, region] = [given["slipway:account"], given["slipway:region"]];
  if (!account || !region) throw new UsageError(`${config.file} must say slipway:account and slipway:region first.`);
  const stores = JSON.parse(given["slipway:stores"] ?? "{}") as Readonly<
    Record<string, { atlas?: { apiKey?: string } }>
  >;
  return { account, region, reads: Object.values(stores).flatMap(({ atlas }) => atlas?.apiKey ?? []) };
}

type Aws = (...args: string[]) => unknown;

function awsFor(region: string, env: NodeJS.ProcessEnv): Aws {
  return (...args) => {
    const { status, stdout, stderr } = spawnSync("aws", [...args, "--region", region, "--output", "json"], {
      env,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw new Failed(`aws ${args.slice(0, 2).join(" ")}: ${stderr.trim()}`);
    return stdout.trim() === "" ? {} : JSON.parse(stdout);
  };
}

interface Rehearsed {
  readonly resources: readonly RehearsedResource[];
  readonly counts: { readonly byType: Readonly<Record<string, number>> };
  readonly capacity: { readonly figures: readonly { readonly what: string; readonly of: number }[] };
}

/** What the stack will hold, without asking any cloud. */
function rehearse({ config, env, flags }: Context): Rehearsed {
  const args = [MAIN, "--config", config.file, "--json", "--fail-on", "none"];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    cwd: resolve(flags.cwd),
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0 || !stdout.startsWith("{"))
    throw new UsageError(`The rehearsal of ${config.stack} fails; mend that first:\n${stderr || stdout}`);
  return JSON.parse(stdout) as Rehearsed;
}

function quotaFindings(
  { counts, capacity }: Rehearsed,
  aws: Aws,
  say: (line: string) => void,
): readonly QuotaFinding[] {
  const cores = capacity.figures.find(({ what }) => what === "cores of workloads")?.of ?? 0;
  return QUOTAS.flatMap(({ what, service, code, type, count }) => {
    const needed = type === "cores" ? cores : (counts.byType[type] ?? 0);
    if (needed === 0) return [];
    const { Quota } = aws("service-quotas", "get-service-quota", "--service-code", service, "--quota-code", code) as {
      Quota: { Value: number };
    };
    const used = count ? Number(aws(...count)) : 0;
    const enough = used + needed <= Quota.Value;
    say(
      `${enough ? "✓" : "✗"} ${what}: ${needed} needed, ${used} of ${Quota.Value} in use${enough ? "" : ` (quota ${code}: ask for more)`}`,
    );
    return [{ what, needed, used, limit: Quota.Value, code, enough }];
  });
}

const servicesIn = ({ counts }: Rehearsed): readonly string[] =>
  [...new Set(Object.keys(counts.byType).flatMap((type) => /^aws:([a-z0-9]+)\//.exec(type)?.[1] ?? []))].sort();

/** Whether an earlier run of this very stack brought GitHub's provider: then it stays in its template. */
function ownsProvider(aws: Aws, name: string): boolean {
  try {
    aws("cloudformation", "describe-stack-resource", "--stack-name", `${name}-ci`, "--logical-resource-id", "GitHub");
    return true;
  } catch {
    return false;
  }
}

function deployTemplate(aws: Aws, name: string, template: object, say: (line: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "slipway-bootstrap-"));
  try {
    const file = join(folder, "template.json");
    writeFileSync(file, JSON.stringify(template));
    say(`making ${name} …`);
    spawnDeploy(aws, name, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function spawnDeploy(aws: Aws, name: string, file: string): void {
  try {
    aws(
      "cloudformation",
      "deploy",
      "--stack-name",
      name,
      "--template-file",
      file,
      "--capabilities",
      "CAPABILITY_NAMED_IAM",
      "--no-fail-on-empty-changeset",
    );
  } catch (error) {
    // It prints words, not JSON, when all is well.
    if (!(error instanceof SyntaxError)) throw error;
  }
}

function nextSteps(
  { stack, environment }: Context["config"],
  region: string,
  backend: string,
  roles: Readonly<Record<string, string>>,
): readonly string[] {
  return [
    `npx pulumi login "${backend}"`,
    `npx pulumi stack init ${stack} --secrets-provider "awskms://${stateKey}?region=${region}"`,
    `In GitHub, variables of the environments preview-${environment}, watch-${environment} and ${environment}:`,
    `  STATE = ${backend}`,
    `  AWS_REGION = ${region}`,
    ...Object.entries(roles).map(([name, arn]) => `  ${name.toUpperCase()}_ROLE = ${arn}`),
  ];
}

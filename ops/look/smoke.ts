import * as http from "node:http";
import * as https from "node:https";
import { UsageError } from "../../rehearsal/stack-files";
import type { Clock } from "../clock";
import type { CommandSpec, Flags } from "../command";
import type { StackConfig } from "../stack/stack-file";

interface SmokeFlags extends Flags {
  readonly via?: string;
  readonly slow: string;
  readonly tries: string;
}

/** What one address answered. */
export interface Answer {
  readonly workload: string;
  readonly url: string;
  readonly well: boolean;
  /** HTTP status; none where nothing answered. */
  readonly status?: number;
  readonly milliseconds: number;
  readonly said: string;
}

export const smoke: CommandSpec<SmokeFlags> = {
  usage: "smoke [workloads...]",
  description:
    "Asks every public name of the workloads for its health, as a user's browser would: DNS, TLS, gateway, pods. Exit code 2 where one does not answer well.",
  effect: "reads",
  options: (command) =>
    command
      .option(
        "--via <address>",
        "connect there instead of where DNS says, such as https://203.0.113.7 before names point to it",
      )
      .option("--slow <milliseconds>", "an answer that takes longer is a failure", "5000")
      .option("--tries <number>", "how often each is asked before it counts as failed, a second apart", "3"),
  examples: ["smoke --stack prod", "smoke web --via https://203.0.113.7 --stack dev"],
  run: async ({ config, flags, say, sleep }, named) => {
    const slow = Number(flags.slow);
    const tries = Number(flags.tries);
    if (!(slow > 0) || !(tries > 0))
      throw new UsageError("--slow takes milliseconds and --tries a number, both above 0.");
    const asked = namesOf(config.workloads).filter(({ workload }) => named.length === 0 || named.includes(workload));
    if (asked.length === 0) {
      const known = Object.entries(config.workloads)
        .filter(([, { hosts = [] }]) => hosts.length > 0)
        .map(([name]) => name);
      throw new UsageError(
        `${named.join(", ") || config.name} has no public names to ask; there are those of ${known.join(", ") || "none"}.`,
      );
    }
    const answers = await Promise.all(
      asked.map(({ workload, url }) => askName({ sleep }, workload, url, flags.via, slow, tries)),
    );
    for (const { well, url, said, milliseconds } of answers)
      say(`${well ? "✓" : "✗"} ${url} ${said}, ${milliseconds} ms`);
    const failed = answers.filter(({ well }) => !well);
    return {
      succeeded: failed.length === 0,
      summary:
        failed.length === 0
          ? `${answers.length} of ${answers.length} names answer well`
          : `${failed.length} of ${answers.length} names do not answer well: ${failed.map(({ url, said }) => `${new URL(url).host} ${said}`).join("; ")}`,
      answers,
    };
  },
};

const pathIn = (health: string): string => (health.startsWith("/") ? health : `/${health}`);

/** Every public name of a stack, with the path of its health. */
export const namesOf = (workloads: StackConfig["workloads"]): { readonly workload: string; readonly url: string }[] =>
  Object.entries(workloads).flatMap(([workload, { hosts = [], health = "/" }]) =>
    hosts.map((host) => ({ workload, url: `https://${host}${pathIn(health)}` })),
  );

/** Asks one name until it answers well. @param via where to connect instead of where DNS says @param slow milliseconds */
export async function askName(
  { sleep }: Pick<Clock, "sleep">,
  workload: string,
  url: string,
  via: string | undefined,
  slow: number,
  tries: number,
): Promise<Answer> {
  let answer = await ask(workload, url, via, slow);
  for (let tried = 1; !answer.well && tried < tries; tried++) {
    await sleep(1000);
    answer = await ask(workload, url, via, slow);
  }
  return answer;
}

function ask(workload: string, url: string, via: string | undefined, slow: number): Promise<Answer> {
  const target = new URL(url);
  const to = new URL(via ?? url);
  const began = Date.now();
  const end = (well: boolean, said: string, status?: number): Answer => ({
    ...{ workload, url, well, said, milliseconds: Date.now() - began },
    ...(status !== undefined && { status }),
  });
  return new Promise((resolve) => {
    const { request } = to.protocol === "http:" ? http : https;
    const asked = request(
      {
        ...{ host: to.hostname, port: to.port || undefined, path: target.pathname, method: "GET", timeout: slow },
        ...{ servername: target.hostname, headers: { host: target.host, "user-agent": "slipway-smoke" } },
      },
      (answer) => {
        answer.resume();
        answer.on("end", () => {
          const status = answer.statusCode ?? 0;
          resolve(end(status >= 200 && status < 400, `HTTP ${status}`, status));
        });
      },
    );
    asked.on("timeout", () => asked.destroy(new Error(`did not answer in ${slow} ms`)));
    asked.on("error", (error: NodeJS.ErrnoException) => resolve(end(false, inWords(error, target.hostname))));
    asked.end();
  });
}

/** What went wrong on the way, in words that say where to look. */
function inWords({ code = "", message }: NodeJS.ErrnoException, host: string): string {
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `has no address in DNS: make the record that the stack's output hosts names`;
  if (code === "ECONNREFUSED") return "refuses connections: nothing listens there";
  if (code === "CERT_HAS_EXPIRED") return "shows a certificate that has expired";
  if (/CERT|ALTNAME|SELF_SIGNED|ISSUER/.test(code))
    return `shows a certificate that is not for ${host}, or that nobody trusts (${code})`;
  return message || code;
}

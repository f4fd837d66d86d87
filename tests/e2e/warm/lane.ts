/**
 * A lane runs one `pulumi` command after the other, each attached to a process that is warm already: most of a small
 * stack's time is otherwise the start of the language host, the program and the providers.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { SimulationSettings } from "../providers/settings";

/** Serve this account from now on. */
export interface Request {
  readonly settings: SimulationSettings;
}

/** Variables for `pulumi` that attach it to what is served. */
export type Answer = Readonly<Record<string, string>>;

const repository = join(__dirname, "../../..");

export class Lane {
  private readonly child = startWarm();

  /** Variables that attach the next command, for this account. What an earlier command was attached to has ended. */
  async attach(settings: SimulationSettings): Promise<Answer> {
    const child = await this.child;
    child.send({ settings } satisfies Request);
    return answer(child);
  }

  async stop(): Promise<void> {
    (await this.child).kill();
  }
}

async function startWarm(): Promise<ChildProcess> {
  // The loader and options of Pulumi.yaml, and room for objects that do not live long.
  const execArgv = ["--require", "./loader.cjs", "--stack-trace-limit=0", "--max-semi-space-size=64"];
  const child = fork(join(__dirname, "server.ts"), [], { cwd: repository, execArgv });
  await answer(child);
  return child;
}

/** @throws Error when the process ends instead */
async function answer(child: ChildProcess): Promise<Answer> {
  const waiting = new AbortController();
  const end = once(child, "exit", { signal: waiting.signal }).then(([code]) => {
    throw new Error(`the warm process ended with ${code}`);
  });
  try {
    const message = once(child, "message", { signal: waiting.signal });
    return ((await Promise.race([message, end])) as [Answer])[0];
  } finally {
    end.catch(() => {});
    waiting.abort();
  }
}

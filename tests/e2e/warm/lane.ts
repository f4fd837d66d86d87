/**
 * A lane runs one `pulumi` command after the other, each attached to a process that is warm already: most of a small
 * stack's time is otherwise the start of the language host, the program and the providers.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { SimulationSettings } from "../providers/settings";

/** Serve this account from now on; without settings: what was served is no longer needed. */
export interface Request {
  readonly settings?: SimulationSettings;
}

/** Variables for `pulumi` that attach it to what is served. */
export type Answer = Readonly<Record<string, string>>;

const repository = join(__dirname, "../../..");

export class Lane {
  private child = startWarm();

  /**
   * Runs the work of one command with the variables that attach it.
   *
   * @param work gives whether the process is as it was: one whose program was stopped half-way is replaced
   */
  async run<T extends { readonly code: number }>(
    settings: SimulationSettings,
    work: (variables: Answer) => Promise<T>,
  ): Promise<T> {
    const child = await this.child;
    const result = await work(await ask(child, { settings }));
    if (result.code === 0) await ask(child, {});
    else {
      child.kill();
      this.child = startWarm();
    }
    return result;
  }

  async stop(): Promise<void> {
    (await this.child).kill();
  }
}

async function startWarm(): Promise<ChildProcess> {
  // The loader and options of Pulumi.yaml.
  const execArgv = ["--require", "./loader.cjs", "--stack-trace-limit=0"];
  const child = fork(join(__dirname, "server.ts"), [], { cwd: repository, execArgv });
  await answer(child);
  return child;
}

async function ask(child: ChildProcess, request: Request): Promise<Answer> {
  child.send(request);
  return answer(child);
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

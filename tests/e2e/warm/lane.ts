/**
 * A lane runs one `pulumi` command after the other, each attached to a process that is warm already: much of a command's
 * time is otherwise the start of the language host, the program and the providers.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Serve a command of this environment, which names its account, from now on. */
export type Request = Readonly<Record<string, string>>;

/** Variables for `pulumi` that attach it to what is served. */
export type Answer = Readonly<Record<string, string>>;

const repository = join(__dirname, "../../..");

/** As many lanes as commands run at once, one as a rule. */
export class Lanes {
  private readonly all: Promise<ChildProcess>[] = [];
  private readonly free: Promise<ChildProcess>[] = [];

  /**
   * Runs a command, which is given what attaches it to a lane. What an earlier one was attached to there has ended.
   *
   * @param environment over the tests' own, for the program, the providers and policy packs
   */
  async run<T>(environment: Request, command: (variables: Answer) => Promise<T>): Promise<T> {
    const lane = this.free.pop() ?? this.open();
    try {
      const child = await lane;
      child.send(environment);
      return await command(await answer(child));
    } finally {
      this.free.push(lane);
    }
  }

  async stop(): Promise<void> {
    for (const lane of this.all.splice(0)) (await lane).kill();
  }

  private open(): Promise<ChildProcess> {
    const lane = startWarm();
    this.all.push(lane);
    return lane;
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

import { delimiter, join } from "node:path";
import type { EngineEvent, LocalWorkspace, Stack } from "@pulumi/pulumi/automation";
import { UsageError } from "../../rehearsal/stack-files";
import { Failed } from "../exit-codes";

/** What would happen to a resource, or has. */
export interface ResourceChange {
  /** The logical name, such as `shop-dev-web`. */
  readonly name: string;
  readonly type: string;
  /** Pulumi's word: `create`, `update`, `delete`, `replace`, … */
  readonly operation: string;
  /** Properties that differ, where it says. */
  readonly properties: readonly string[];
}

/** Pulumi, on one stack, by its Automation API. */
export interface Engine {
  /** The stack's outputs, secrets in plain. */
  outputs(): Promise<Readonly<Record<string, unknown>>>;
  /** What `pulumi stack export` gives. */
  state(): Promise<unknown>;
  /** Makes the config true, for these resources alone; for all where none are named. @throws Failed in the engine's own words */
  up(targets: readonly string[], onLine: (line: string) => void): Promise<readonly ResourceChange[]>;
  /** What {@link up} would do. @throws Failed */
  preview(targets: readonly string[]): Promise<readonly ResourceChange[]>;
  /** Takes away all that the stack has made; its program is not run. @throws Failed */
  destroy(onLine: (line: string) => void): Promise<readonly ResourceChange[]>;
  /** Where the world differs from the state. Nothing is changed. @throws Failed */
  drift(): Promise<readonly ResourceChange[]>;
}

/** Operations that change nothing. */
const QUIET = new Set(["same", "read", "refresh", "read-replacement", "discard"]);

/**
 * @param cwd folder with Pulumi.yaml
 * @throws UsageError where there is no such stack, or no Pulumi CLI
 */
export async function openEngine(stack: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Engine> {
  const { Stack: StackClass } = automation();
  const opened: Stack = await StackClass.select(stack, await openWorkspace(cwd, env));
  return engineOf(stack, opened);
}

/** Loaded when it is first needed: it is slow to load, and only commands that change something need it. */
const automation = () => require("@pulumi/pulumi/automation") as typeof import("@pulumi/pulumi/automation");

/** @param cwd folder with Pulumi.yaml @throws UsageError where there is no Pulumi CLI */
export async function openWorkspace(cwd: string, env: NodeJS.ProcessEnv): Promise<LocalWorkspace> {
  // The CLI that `npm ci` brings, where none is on the PATH.
  const PATH = [env["PATH"], join(__dirname, "../../node_modules/.bin")].filter(Boolean).join(delimiter);
  process.env["PATH"] = PATH;
  const envVars = Object.fromEntries(
    Object.entries({ ...env, PATH }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const workspace = await automation()
    .LocalWorkspace.create({ workDir: cwd, envVars })
    .catch((error: Error) => {
      throw new UsageError(
        `The Pulumi CLI could not be run (${firstLine(error)}): https://www.pulumi.com/docs/install`,
      );
    });
  // As it comes it makes the stack the folder's selected one: somebody's next plain `pulumi up` would go there.
  workspace.selectStack = async () => {};
  return workspace;
}

function engineOf(stack: string, opened: Stack): Engine {
  /** Runs with every change and every error that the engine tells of. */
  const watched = async (
    what: string,
    work: (onEvent: (event: EngineEvent) => void) => Promise<unknown>,
  ): Promise<readonly ResourceChange[]> => {
    // It is told of before and after: once is enough.
    const changes = new Map<string, ResourceChange>();
    const errors: string[] = [];
    try {
      await work((event) => {
        const change = changeIn(event);
        if (change) changes.set(`${change.type} ${change.name} ${change.operation}`, change);
        const { severity, message = "" } = event.diagnosticEvent ?? {};
        if (severity === "error") errors.push(plainText(message));
      });
    } catch (error) {
      const said = [...new Set(errors.filter((line) => line !== "" && !/^(update|preview) failed$/.test(line)))];
      throw new Failed(`${what}: ${said.length > 0 ? said.join("\n  ") : wordsOf(error as Error)}`);
    }
    return [...changes.values()];
  };
  return {
    outputs: async () => {
      const outputs = await read(stack, () => opened.outputs());
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]));
    },
    state: () => read(stack, () => opened.exportStack()),
    up: (targets, onLine) =>
      watched("pulumi up", (onEvent) =>
        held(() =>
          opened.up({
            target: [...targets],
            onEvent,
            onOutput: (text) => linesOf(text).forEach(onLine),
            color: "never",
          }),
        ),
      ),
    destroy: (onLine) =>
      watched("pulumi destroy", (onEvent) =>
        held(() => opened.destroy({ onEvent, onOutput: (text) => linesOf(text).forEach(onLine), color: "never" })),
      ),
    preview: (targets) =>
      watched("pulumi preview", (onEvent) => opened.preview({ target: [...targets], onEvent, color: "never" })),
    drift: () => watched("pulumi refresh", (onEvent) => opened.previewRefresh({ onEvent, color: "never" })),
  };
}

/** While the engine works an interrupt is its own: it ends what is in flight, and we then tidy up. */
async function held<T>(work: () => Promise<T>): Promise<T> {
  const ignore = (): void => {};
  process.on("SIGINT", ignore);
  try {
    return await work();
  } finally {
    process.off("SIGINT", ignore);
  }
}

async function read<T>(stack: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new UsageError(`The stack ${stack} could not be read: ${wordsOf(error as Error)}`);
  }
}

function changeIn({ resourcePreEvent, resOutputsEvent }: EngineEvent): ResourceChange | undefined {
  // A refresh says what it found once it has looked; anything else says what it is about to do.
  const { metadata } = resourcePreEvent ?? resOutputsEvent ?? {};
  if (!metadata || QUIET.has(metadata.op) || metadata.type === "pulumi:pulumi:Stack") return undefined;
  if (resOutputsEvent && metadata.op !== "update" && metadata.op !== "delete") return undefined;
  const properties = Object.keys(metadata.detailedDiff ?? {});
  return {
    name: metadata.urn.split("::").at(-1) ?? metadata.urn,
    ...{ type: metadata.type, operation: metadata.op },
    properties: properties.length > 0 ? properties : (metadata.diffs ?? []),
  };
}

const linesOf = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");

/** Without the engine's marks of colour. */
const plainText = (text: string): string => text.replace(/<\{%[^%]*%\}>/g, "").trim();

const firstLine = ({ message }: Error): string => linesOf(message)[0] ?? message;

/** What the CLI said, out of an error that holds its code, stdout and stderr in full. */
function wordsOf(error: Error): string {
  if (error.name === "ConcurrentUpdateError") {
    return "the stack is being updated by somebody else. Wait for that; if nobody is, `pulumi cancel` takes the lock off.";
  }
  const [, stderr = ""] = /\n ?stderr: ([\s\S]*?)\n ?err\?:/.exec(error.message) ?? [];
  const said = linesOf(stderr).filter((line) => !line.startsWith("warning:"));
  const errors = said.filter((line) => line.startsWith("error:")).map((line) => line.replace(/^error: */, ""));
  return (errors.length > 0 ? errors : said).join("\n  ") || firstLine(error);
}

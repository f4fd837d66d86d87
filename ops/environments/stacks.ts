import { renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { LocalWorkspace } from "@pulumi/pulumi/automation";
import type { Context, Flags } from "../command";
import { Refused } from "../exit-codes";
import { type Engine, openEngine, openWorkspace } from "../stack/engine";
import type { EnvironmentFile, EnvironmentName } from "./stack-file";

/** Stacks of environments in Pulumi's backend: made, opened, and taken out of it. */
export class EnvironmentStacks {
  private readonly workspace: Promise<LocalWorkspace>;
  private readonly cwd: string;

  constructor(private readonly context: Context<Flags>) {
    this.cwd = resolve(context.flags.cwd);
    this.workspace = openWorkspace(this.cwd, context.env);
  }

  /** What the stack below is named by in a reference: in a folder or a bucket there are no organizations, and a fixed word. */
  async organization(given?: string): Promise<string> {
    if (given !== undefined) return given;
    const { url = "", user } = await (await this.workspace).whoAmI();
    return /^https?:/.test(url) ? user : "organization";
  }

  /** @throws Refused where a stack is called so that no environment of this deployment is */
  async unused({ stack }: EnvironmentName, base: string): Promise<void> {
    if (!(await this.has(stack))) return;
    throw new Refused(
      `There is a stack ${stack} already, which is no environment of ${base}: call this one something else. Nothing was done.`,
    );
  }

  /** Writes the file, makes the stack where there is none, and gives it the secrets that the stack of `base` holds in its file. */
  async make(name: EnvironmentName, { text, secrets }: EnvironmentFile, base: string): Promise<Engine> {
    const workspace = await this.workspace;
    const draft = `${name.file}.${process.pid}`;
    writeFileSync(draft, text);
    renameSync(draft, name.file);
    if (!(await this.has(name.stack))) await workspace.createStack(name.stack);
    if (secrets.length > 0) {
      const all = await workspace.getAllConfig(base);
      for (const [key = "", ...path] of secrets) {
        const value = valueAt(all[`slipway:${key}`]?.value ?? "", path);
        const place = `slipway:${key}${path.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `["${part}"]`)).join("")}`;
        await workspace.setConfig(name.stack, place, { value, secret: true }, true);
      }
    }
    return this.open(name.stack);
  }

  open(stack: string): Promise<Engine> {
    return openEngine(stack, this.cwd, this.context.env);
  }

  /** Whether the backend knows it. */
  async has(stack: string): Promise<boolean> {
    return (await (await this.workspace).listStacks()).some(({ name }) => name.split("/").at(-1) === stack);
  }

  /** Takes an empty stack out of the backend, and its file with it. */
  async forget(stack: string): Promise<void> {
    await (await this.workspace).removeStack(stack);
  }
}

/** What a structured value holds at a path; the engine gives it as JSON. */
function valueAt(text: string, path: readonly string[]): string {
  if (path.length === 0) return text;
  const found = path.reduce<unknown>(
    (node, key) => (node as Record<string, unknown> | undefined)?.[key],
    JSON.parse(text),
  );
  return typeof found === "string" ? found : JSON.stringify(found);
}

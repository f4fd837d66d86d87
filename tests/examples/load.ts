/** Load tests of the systems are scripts of k6, which runs them itself; here their options are read. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import type { Properties } from "../../rehearsal/clouds/model";
import { root } from "../support/configs";
import type { Holds } from "./figures";

/** A request as a script asks k6 for it. */
export interface Request {
  readonly method: string;
  readonly url: string;
}

export interface LoadTest {
  readonly options: Properties;
  /** Runs one iteration, all answers being well. @returns what was asked for */
  iterate(): readonly Request[];
}

/** The script of a system, with k6's modules stood in for: @throws Error where it asks for another. */
export function loadTest(system: string, env: Readonly<Record<string, string>> = {}): LoadTest {
  const source = readFileSync(join(root, "examples", system, "load.js"), "utf8");
  const { code } = transformSync(source, { format: "cjs", target: "es2022" });
  const asked: Request[] = [];
  const ask = (method: string) => (url: string) => {
    asked.push({ method, url });
    return { status: method === "POST" ? 201 : 200, json: () => ({}) };
  };
  const known: Record<string, unknown> = {
    k6: {
      sleep: () => {},
      check: (answer: unknown, checks: Record<string, (answer: unknown) => boolean>) => {
        for (const [what, holds] of Object.entries(checks)) if (!holds(answer)) throw new Error(`${what}: it does not`);
      },
    },
    "k6/http": { get: ask("GET"), post: ask("POST") },
  };
  const module = { exports: {} as { options: Properties; default: () => void } };
  const load = (name: string): unknown => {
    if (!Object.hasOwn(known, name)) throw new Error(`${system}/load.js asks for ${name}, which nothing stands in for`);
    return known[name];
  };
  new Function("require", "module", "exports", "__ENV", code)(load, module, module.exports, env);
  const { options, default: iteration } = module.exports;
  return {
    options,
    iterate: () => {
      asked.length = 0;
      iteration();
      return [...asked];
    },
  };
}

/** A system's load test has these options of k6. */
export const loads =
  (options: Properties): Holds =>
  ({ name }) =>
    expect(loadTest(name).options).toMatchObject(options);

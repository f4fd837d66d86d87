import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";

/** The runtime options of Pulumi.yaml and PulumiPolicy.yaml that matter for starting Node.js. */
export interface RuntimeOptions {
  /** Whether the SDK compiles TypeScript with ts-node as it loads. @default true */
  readonly typescript: boolean;
  /** The tsconfig.json for that, relative to the program. */
  readonly tsconfig?: string;
  /** Arguments for Node.js itself, split as a shell would. */
  readonly nodeArgs: readonly string[];
}

/**
 * Reads the options as the real language host does.
 *
 * @throws Error when an option has the wrong type.
 */
export function runtimeOptions(info: ProgramInfo): RuntimeOptions {
  const given: Record<string, unknown> = info.getOptions()?.toJavaScript() ?? {};
  return {
    typescript: option(given, "typescript", "boolean") ?? true,
    tsconfig: option(given, "tsconfig", "string"),
    nodeArgs: splitWords(option(given, "nodeargs", "string") ?? ""),
  };
}

/** The variables by which the SDK's entry points learn of the options. */
export function optionVariables(options: RuntimeOptions): Record<string, string> {
  return {
    ...(options.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    ...(options.tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig } : {}),
  };
}

function option(given: Record<string, unknown>, name: string, type: "boolean"): boolean | undefined;
function option(given: Record<string, unknown>, name: string, type: "string"): string | undefined;
function option(given: Record<string, unknown>, name: string, type: "boolean" | "string"): unknown {
  const value = given[name];
  if (value !== undefined && typeof value !== type) throw new Error(`${name} option must be a ${type}`);
  return value;
}

function splitWords(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain!,
  );
}

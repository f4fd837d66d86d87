/** `npm run e2e:tools [-- name or group …]`: installs the tools of the end-to-end tests, or only those named. */
import { setPriority } from "node:os";
import { performance } from "node:perf_hooks";
import { install } from "./install";
import { binaryOf, TOOLS, type Tool } from "./tools";

/** The tools meant by the words of the command line; none means all but the optional ones. */
function selectTools(words: readonly string[]): readonly Tool[] {
  if (words.length === 0) return TOOLS.filter((tool) => tool.group !== "optional");
  const unknown = words.filter((word) => !TOOLS.some((tool) => tool.name === word || tool.group === word));
  if (unknown.length > 0) {
    const groups = [...new Set(TOOLS.map((tool) => tool.group))];
    throw new Error(
      `Unknown: ${unknown.join(", ")}. Tools: ${TOOLS.map((tool) => tool.name).join(", ")}. Groups: ${groups.join(", ")}.`,
    );
  }
  return TOOLS.filter((tool) => words.includes(tool.name) || words.includes(tool.group));
}

/** Prints a tool's progress: at once on a terminal, every fifteen seconds in a log. */
function reporter(tool: Tool, started: number): (progress: string) => void {
  const interval = process.stdout.isTTY ? 200 : 15_000;
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (now - last < interval) return;
    last = now;
    const line = `${tool.name} ${tool.version}: ${progress}, ${seconds(started)}`;
    process.stdout.write(process.stdout.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  };
}

function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

async function main(): Promise<void> {
  const tools = selectTools(process.argv.slice(2));
  setPriority(10);
  process.once("SIGINT", () => process.exit(130));
  for (const [index, tool] of tools.entries()) {
    const started = performance.now();
    const fresh = await install(tool, reporter(tool, started));
    if (fresh && process.stdout.isTTY) process.stdout.write("\r\x1b[K");
    const done = fresh ? `installed in ${seconds(started)}` : "there already";
    console.log(`[${index + 1}/${tools.length}] ${tool.name} ${tool.version}: ${done} (${binaryOf(tool)})`);
  }
}

main().catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});

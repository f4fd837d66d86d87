import { main } from "../../ops/cli";

/** Runs a day-2 command in this process: how it ended, and what it has printed on both streams. */
export async function runOps(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: "", err: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    jest.spyOn(process[stream], "write").mockImplementation((text) => {
      printed[stream === "stdout" ? "out" : "err"] += String(text);
      return true;
    }),
  );
  try {
    return { code: await main(argv), ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

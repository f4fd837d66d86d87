import { startRun } from "./made-once";

/** Before all test files of a run; the folder goes with the process. */
export default function setUp(): void {
  process.once("exit", startRun());
}

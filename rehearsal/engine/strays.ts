import { runInThisContext } from "node:vm";

/** The real process: inside jest, `process` is a copy whose events never come. */
const realProcess = runInThisContext("process") as NodeJS.Process;

/**
 * Takes the rejections that the SDK leaves unhandled when an `apply` throws: without this, one mistake in the program
 * ends the process (or the test) with a stack trace from inside the SDK. Gives back a function that ends it, once the
 * last of them has come.
 */
export function catchStrays(onStray: (error: Error) => void): () => Promise<void> {
  const before = realProcess.rawListeners("unhandledRejection") as NodeJS.UnhandledRejectionListener[];
  const listener = (reason: unknown): void => {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    // The SDK puts this before the message once for each resource that the mistake travels through.
    error.message = error.message.replace(/^(error serializing property "[^"]*": )+/, "");
    onStray(error);
  };
  realProcess.removeAllListeners("unhandledRejection");
  realProcess.on("unhandledRejection", listener);
  return async () => {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    realProcess.removeListener("unhandledRejection", listener);
    for (const old of before) realProcess.on("unhandledRejection", old);
  };
}

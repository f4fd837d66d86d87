import * as state from "@pulumi/pulumi/runtime/state";

/** What the SDK's own types leave out. */
const { getStore } = state as unknown as { getStore(): { callbacks?: unknown } };

/**
 * Takes every hook and calls none: nothing that a rehearsal makes fails half-way, and nothing runs before or after.
 * Without this the SDK would start a server for the engine to call back. For the run that has just been set up.
 */
export function takeHooks(): void {
  const taken = async (): Promise<void> => undefined;
  getStore().callbacks = {
    ...{ registerResourceHook: taken, registerErrorHook: taken },
    ...{ awaitStackRegistrations: taken, shutdown: () => undefined },
  };
}

import debuggable = require("@pulumi/pulumi/runtime/debuggable");
import pulumi = require("@pulumi/pulumi");
import output = require("@pulumi/pulumi/output");
import resource = require("@pulumi/pulumi/runtime/resource");
import rpc = require("@pulumi/pulumi/runtime/rpc");

import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { leanInputs, transferLazily } from "../../components/shared/lazy-outputs";
import { leanOutputs } from "./lean-output";
import type { Monitor } from "./monitor";
import { type Register, registerIn, registerOutputsIn } from "./register";

/**
 * Takes off the SDK, while `operation` runs, what only serves a debugger or a wire, and gives it back after. Each line
 * was a hot spot in a profile of a thousand workloads (`node --cpu-prof`); the SDK's version is pinned, and
 * tests/rehearsal/speed.test.ts holds that a run with and one without give the same.
 *  - a stack trace for each promise and a list of all that are open (runtime/debuggable.js): over half of the time;
 *  - an unlimited stack trace for each resource, the source positions that only an engine with a debugger reads;
 *  - messages taken apart into protobuf's objects and put together again, for an engine in the same process;
 *  - an output for each property that nobody reads (see components/shared/lazy-outputs.ts), and a promise for each input left out.
 * An error that comes out still has its message.
 */
export async function withoutBallast<T>(operation: () => Promise<T>, monitor: Monitor): Promise<T> {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const giveBack = [
    replace(debuggable, "debuggablePromise", (promise: Promise<unknown>) => promise),
    replace(pulumi.Resource, "callsites", () => []),
    replace(Struct, "fromJavaScript", (value: Record<string, JavaScriptValue>) => new PlainStruct(value)),
    replace(rpc, "transferProperties", transferLazily),
    replace(resource, "registerResource", registerIn(monitor, resource.registerResource as unknown as Register)),
    replace(resource, "registerResourceOutputs", registerOutputsIn(monitor)),
    // The SDK's index has copies of them.
    ...[output, pulumi].flatMap((module) =>
      Object.entries(leanOutputs).map(([name, value]) => replace(module, name, value)),
    ),
    ...Object.entries(leanInputs(rpc as unknown as Parameters<typeof leanInputs>[0])).map(([name, value]) =>
      replace(rpc, name, value),
    ),
  ];
  try {
    return await operation();
  } finally {
    for (const back of giveBack) back();
    Error.stackTraceLimit = limit;
  }
}

/** A protobuf `Struct` for a message that is never sent: it keeps the plain object instead of taking it apart. */
class PlainStruct extends Struct {
  constructor(private readonly value: Record<string, JavaScriptValue>) {
    super();
  }

  override toJavaScript(): Record<string, JavaScriptValue> {
    return this.value;
  }
}

function replace(target: object, key: string, value: unknown): () => void {
  const patchable = target as Record<string, unknown>;
  const old = patchable[key];
  patchable[key] = value;
  return () => {
    patchable[key] = old;
  };
}

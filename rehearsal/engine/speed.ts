import { Resource } from "@pulumi/pulumi";

/**
 * The SDK takes a stack trace for each promise (runtime/debuggable.js) and an unlimited one for each resource
 * (`Resource.callsites`, sent to the engine as source positions that nobody reads here): over half of the time of a
 * large stack. Both are off while `operation` runs; an error that comes out of it still has its message.
 */
export async function withoutStackTraces<T>(operation: () => Promise<T>): Promise<T> {
  const limit = Error.stackTraceLimit;
  const resource = Resource as unknown as { callsites: () => unknown[] };
  const callsites = resource.callsites;
  Error.stackTraceLimit = 0;
  resource.callsites = () => [];
  try {
    return await operation();
  } finally {
    Error.stackTraceLimit = limit;
    resource.callsites = callsites;
  }
}

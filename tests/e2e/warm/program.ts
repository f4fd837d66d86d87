/**
 * One run of the program in a process that lives on: the SDK's own steps for that, which its Automation API takes too. But
 * that ends a run as a success when a call of the engine's fails, and the engine then deletes what was not registered.
 */
import { type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import { isGrpcError } from "@pulumi/pulumi/errors";
import * as log from "@pulumi/pulumi/log";
import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { setAllConfig } from "@pulumi/pulumi/runtime/config";
import { disconnect, resetOptions } from "@pulumi/pulumi/runtime/settings";
import { runInPulumiStack } from "@pulumi/pulumi/runtime/stack";

/** Left out of the SDK's typings. */
const { withLocalStorage, getLocalStore } = require("@pulumi/pulumi/runtime/state") as {
  withLocalStorage(work: () => Promise<void>): Promise<void>;
  /** The run that the current call belongs to, where that can be told. */
  getLocalStore(): object | undefined;
};
const program = require("../../../index") as () => Promise<Record<string, unknown>>;

export function runWarm(
  call: ServerUnaryCall<RunRequest, RunResponse>,
  engine: string,
  done: sendUnaryData<RunResponse>,
): void {
  const { request } = call;
  process.chdir(request.getInfo()!.getProgramDirectory());
  const failures = new Set<unknown>();
  const events = ["uncaughtException", "unhandledRejection"] as const;
  let run: object | undefined;
  const note = (error: unknown) => {
    if (!isStray(error, run)) failures.add(error);
  };
  const unlisten = () => {
    for (const event of events) process.off(event, note);
  };
  const names = [request.getProject(), request.getStack()] as const;
  const more = [request.getMonitorAddress(), request.getDryrun(), request.getOrganization()] as const;
  const reset = () => resetOptions(...names, request.getParallel(), engine, ...more);
  // For what the engine calls back: hooks, whose calls belong to no run.
  reset();
  withLocalStorage(async () => {
    run = getLocalStore();
    reset();
    setAllConfig(Object.fromEntries(request.getConfigMap().toArray()), request.getConfigsecretkeysList());
    for (const event of events) process.on(event, note);
    // A run whose engine has gone may wait for ever.
    call.on("cancelled", unlisten);
    const fail = (error: unknown) => failures.add(error);
    await runInPulumiStack(program).catch(fail);
    await disconnect(failures.size === 0).catch(fail);
    unlisten();
    // What the engine has refused it has told already.
    for (const error of failures) if (!isGrpcError(error as Error)) await log.error((error as Error).message);
    const response = new RunResponse();
    response.setBail(failures.size > 0 || log.hasErrors());
    done(null, response);
  });
}

/**
 * Whether what nobody caught belongs to an earlier run, which failed, and whose last calls still fail now: the call tells
 * its run, or else that its engine is gone.
 */
function isStray(error: unknown, run: object | undefined): boolean {
  const origin = getLocalStore();
  return origin === undefined ? isGone(error) : origin !== run;
}

function isGone(error: unknown): boolean {
  if (!isGrpcError(error as Error)) return false;
  return [status.UNAVAILABLE, status.CANCELLED].includes((error as { readonly code: number }).code);
}

import { ErrorHook, type ErrorHookArgs, type Input, log, output, type Resource } from "@pulumi/pulumi";

/** Milliseconds after which nothing more is said: the engine waits for this. */
const PATIENCE = 30_000;

/**
 * Says why a Helm release failed. Helm itself reports a time-out and takes the release back, pods and all; the cluster's
 * warnings outlive that, and so do jobs that failed.
 *
 * One for all releases of a cluster: the engine is told of one hook, however many releases there are.
 */
export class ReleaseFailures {
  /** The option `hooks.onError` of every release. */
  readonly hook: ErrorHook;
  private readonly releases = new Set<string>();

  /**
   * @param name prefix of the hook's name
   * @param kubeconfig of the cluster; read when a release fails, not before
   */
  constructor(
    name: string,
    private readonly kubeconfig: Input<string>,
  ) {
    this.hook = new ErrorHook(`${name}-failed`, (args) => this.explain(args));
  }

  /** A release's objects are called after it: to tell them from another's, all of a cluster's are known here. */
  add(releaseName: Input<string>): void {
    if (typeof releaseName === "string") this.releases.add(releaseName);
  }

  /** Never makes a failure worse: whatever goes wrong here is left unsaid. Nothing is tried again. */
  private async explain({ urn, newInputs = {}, failedOperation }: ErrorHookArgs): Promise<boolean> {
    const { name, namespace } = newInputs;
    if (failedOperation === "delete" || typeof name !== "string" || typeof namespace !== "string") return false;
    try {
      const reasons = await Promise.race([this.reasons(name, namespace), giveUp()]);
      const text = [`${namespace}/${name} failed. What the cluster says of it:`, ...reasons].join("\n  ");
      // Not with the resource itself: it has no URN yet, and gets none before this returns.
      if (reasons.length > 0) await log.error(text, { urn: output(urn) } as Resource);
    } catch (error) {
      await log.debug(`why ${namespace}/${name} failed could not be found out: ${(error as Error).message}`);
    }
    return false;
  }

  private async reasons(release: string, namespace: string): Promise<readonly string[]> {
    // Loaded when something fails: an `up` that succeeds never pays for it.
    const { whyFailed } = require("./why-failed") as typeof import("./why-failed");
    const kubeconfig = await new Promise<string>((resolve) => output(this.kubeconfig).apply(resolve));
    return whyFailed({ kubeconfig, namespace, release, releases: [...this.releases] });
  }
}

function giveUp(): Promise<never> {
  const inTime = (_: unknown, reject: (error: Error) => void) =>
    setTimeout(() => reject(new Error("the cluster did not answer in time")), PATIENCE).unref();
  return new Promise(inTime);
}

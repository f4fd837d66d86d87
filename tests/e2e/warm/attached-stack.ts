import { type PulumiResult, runPulumi } from "../language-host/pulumi-home";
import { Stack } from "../stack";
import type { Answer, Lane } from "./lane";

/**
 * A stack whose commands attach to the lane's process, several times as quick as with processes of their own. What is
 * started from `environment` instead starts them all, as it does for users.
 */
export class AttachedStack extends Stack {
  private keys: Answer = {};

  constructor(
    private readonly lane: Lane,
    ...args: ConstructorParameters<typeof Stack>
  ) {
    super(...args);
  }

  override async pulumi(...args: string[]): Promise<PulumiResult> {
    const answer = await this.lane.attach(this.settings);
    this.keys = Object.fromEntries(Object.entries(answer).filter(([name]) => name.startsWith("VAULT_")));
    return runPulumi({ ...this.home, env: { ...this.environment, ...answer } }, this.folder, args);
  }

  /** The stack's secrets are wrapped by the lane's key store, whoever reads them. */
  override get environment(): Record<string, string> {
    return { ...super.environment, ...this.keys };
  }
}

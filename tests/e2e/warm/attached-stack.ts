import { type PulumiResult, runPulumi } from "../language-host/pulumi-home";
import { Stack } from "../stack";
import { SECRETS_PROVIDER } from "./key-store";
import type { Answer, Lanes } from "./lane";

/**
 * A stack whose commands attach to a lane's process, several times as quick as with processes of their own. What is
 * started from `environment` instead starts them all, as it does for users.
 */
export class AttachedStack extends Stack {
  /** Whether the engine makes the processes of the program and the providers, as it does for people. @default false */
  alone = false;
  private keys: Answer = {};

  constructor(
    private readonly lanes: Lanes,
    ...args: ConstructorParameters<typeof Stack>
  ) {
    super(...args);
  }

  override async pulumi(...args: string[]): Promise<PulumiResult> {
    return this.lanes.run(this.environment, (variables) => {
      this.keys = Object.fromEntries(Object.entries(variables).filter(([name]) => name.startsWith("VAULT_")));
      const attached = this.alone ? {} : variables;
      return runPulumi({ ...this.home, env: { ...this.environment, ...attached } }, this.folder, args);
    });
  }

  override async init(): Promise<void> {
    await this.succeed("stack", "init", this.name, "--secrets-provider", SECRETS_PROVIDER);
  }

  /** The stack's secrets are wrapped by a lane's key store, whoever reads them. */
  override get environment(): Record<string, string> {
    return { ...super.environment, ...this.keys };
  }
}

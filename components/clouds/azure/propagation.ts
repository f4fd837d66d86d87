import {
  ErrorHook,
  type ErrorHookArgs,
  log,
  output,
  type Resource,
  ResourceHook,
  type ResourceTransformation,
} from "@pulumi/pulumi";

/** What tells the time, and lets it pass. Milliseconds. */
export interface Waiting {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

const machine: Waiting = {
  now: () => Date.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** A role may take ten minutes until all of Azure knows of it: "Troubleshoot Azure RBAC", on changes that are not being detected. */
const PATIENCE = 10 * 60_000;

/** Between two tries; the engine takes a hundred of them. */
const PAUSE = 15_000;

/** Codes of Azure's APIs, and AKS's words, for a right that is missing or not known yet. */
const REFUSED =
  /\b(?:Linked)?AuthorizationFailed\b|\bForbidden(?:ByRbac)?\b|\bKeyVaultAccessForbidden\b|\bKeyVaultAuthenticationFailure\b|does not have access to the resource in Azure/;

/** The provider's words for something that Azure has taken and not finished: another create would meet it. */
const HALF_MADE = "partially created";

/**
 * Azure gives a role before all of it knows: what needs the role at once is refused, on the first `up` of every stack. So what is
 * refused within ten minutes of a role that this very run has given is tried again; anything else fails as it ever did.
 */
export class RolePropagation {
  /** For everything of the stack: its children take it over from the layer. */
  readonly transformation: ResourceTransformation;
  /** When a role was given last. */
  private given = Number.NEGATIVE_INFINITY;

  /** @param name prefix of the hooks' names */
  constructor(
    name: string,
    private readonly waiting: Waiting = machine,
  ) {
    const afterCreate = [new ResourceHook(`${name}-role-given`, () => this.roleGiven())];
    const onError = [new ErrorHook(`${name}-role-known`, (args) => this.isToBeTriedAgain(args))];
    this.transformation = ({ type, props, opts }) => {
      if (isNoResource(type)) return undefined;
      const { hooks = {} } = opts;
      const more = { ...hooks, onError: [...onError, ...(hooks.onError ?? [])] };
      const isRole = type === "azure-native:authorization:RoleAssignment";
      return { props, opts: { ...opts, hooks: isRole ? { ...more, afterCreate } : more } };
    };
  }

  roleGiven(): void {
    this.given = this.waiting.now();
  }

  async isToBeTriedAgain({ urn, failedOperation, errors }: ErrorHookArgs): Promise<boolean> {
    const [error = ""] = errors;
    const since = this.waiting.now() - this.given;
    if (failedOperation === "delete" || since > PATIENCE || !REFUSED.test(error) || error.includes(HALF_MADE))
      return false;
    const text = `Azure does not know yet of a role that was given ${Math.round(since / 1000)} s ago; trying again in ${PAUSE / 1000} s`;
    // Not with the resource itself: it has no URN yet, and gets none before this returns.
    await log.info(text, { urn: output(urn) } as Resource);
    await this.waiting.wait(PAUSE);
    return true;
  }
}

/** Components and providers: neither fails for want of a right. */
const isNoResource = (type: string): boolean => type.startsWith("slipway:") || type.startsWith("pulumi:");

/** What `ops bootstrap` makes things for. */
export interface BootstrapOptions {
  readonly app: string;
  /** `<app>-<deployment>`: what the stack's things are called after. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The environment of GitHub whose jobs may deploy; `preview-` and `watch-` before it for the other two. */
  readonly environment: string;
  /** `owner/name` of the repositories whose workflows take the roles: the platform's, and applications'. */
  readonly repositories: readonly string[];
  /** Services that the stack's resources are of, as Pulumi's AWS provider calls them: what deploying may touch. */
  readonly services: readonly string[];
  /** Where they are, copy to or read from: the stack's own region, and those of `copyTo` and of a stack that stands by. */
  readonly regions: readonly string[];
  /** Secrets of the account that the program reads by itself, by name or ARN: the keys of Atlas's API. */
  readonly reads: readonly string[];
  /** GitHub is known to the account already: it can be there once only. */
  readonly providerExists: boolean;
}

/** Who backs a store up, by what config says of it. */

interface Given {
  readonly kind: string;
  readonly service?: string;
  readonly at?: unknown;
}

/** A MongoDB whose operator, in the cluster, backs it up by itself. */
export const isOperated = (store: object | undefined): boolean => {
  const { kind, service, at } = (store ?? {}) as Partial<Given>;
  return kind === "mongodb" && service === "percona" && at === undefined;
};

/** A database that jobs dump. */
export const isDumped = (store: object | undefined): boolean => {
  const { kind } = (store ?? {}) as Partial<Given>;
  return kind === "postgres" || (kind === "mongodb" && !isOperated(store));
};

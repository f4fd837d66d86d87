import type { Input } from "@pulumi/pulumi";
import type { PostgresHandle } from "../../contracts/stores";
import type { SecretReference } from "./secrets";

/** Certificates (PEM) of the authorities that sign a server's: as text, or fetched as a secret is. */
export type TrustSource = { readonly pem: Input<string> } | Pick<SecretReference, "secret" | "property">;

/** Who signs a database's certificates; undefined where nobody has said so. */
export const trustOf = ({ ca, caSecret }: Pick<PostgresHandle, "ca" | "caSecret">): TrustSource | undefined =>
  caSecret !== undefined ? { secret: caSecret, property: "ca.crt" } : ca !== undefined ? { pem: ca } : undefined;

/** Where a pod finds them. The chart's templates say the same. */
export const trustFile = (name: string): string => `/etc/slipway/trust/${name}.pem`;

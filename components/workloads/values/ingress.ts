import type { SecretReference } from "./secrets";

/** Who may call a web workload from outside: a SecurityPolicy of Envoy Gateway on its route. */
export interface AccessValues {
  /** IPv4 ranges; others get 403. @default everybody */
  readonly allow?: readonly string[];
  /** An htpasswd file with SHA-1 entries. @default nobody is asked */
  readonly basicAuth?: SecretReference;
  readonly cors?: CorsValues;
}

export interface CorsValues {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly expose: readonly string[];
  readonly credentials: boolean;
  readonly maxAgeSeconds: number;
}

/** How often one client may make requests of one class. */
export interface LimitValues {
  readonly name: string;
  /** By each pod of the gateway for itself, or by all together. */
  readonly scope: "local" | "global";
  readonly requests: number;
  readonly unit: "Second" | "Minute" | "Hour";
  /** Beginnings of paths. @default all */
  readonly paths?: readonly string[];
  /** @default all */
  readonly methods?: readonly string[];
  /** Requests with this header alone, each value of it a client; or those without it. @default both, by address */
  readonly header?: { readonly name: string; readonly present: boolean };
}

import type { LimitValues } from "./ingress";

/** How the gateway treats requests to a web workload: a BackendTrafficPolicy of Envoy Gateway on its route. */
export interface TrafficValues {
  /** Answers are compressed by brotli or gzip, as the client likes. @default false */
  readonly compression?: boolean;
  /** A request's body at most, such as `10Mi`; the gateway then takes requests whole. @default no limit */
  readonly maxBody?: string;
  /** How often one client may ask. @default as often as it likes */
  readonly limits?: readonly LimitValues[];
  readonly timeouts?: TimeoutValues;
  readonly retries?: RetryValues;
  readonly circuitBreaker?: CircuitBreakerValues;
  /** Requests with the same cookie go to the same pod, while it is there. @default none */
  readonly cookie?: CookieValues;
  /** Requests from the same address do; not beside `cookie`. @default false */
  readonly byAddress?: boolean;
}

/** In seconds. */
export interface TimeoutValues {
  /** From the whole request to the whole answer, retries included; 0 for none. @default Envoy Gateway's: 15 */
  readonly requestSeconds?: number;
  /** Without a byte either way; what WebSockets end by. @default Envoy's: 300 */
  readonly idleSeconds?: number;
  /** To connect to a pod. @default Envoy Gateway's: 10 */
  readonly connectSeconds?: number;
}

export interface RetryValues {
  /** Further tries. */
  readonly attempts: number;
  /** Seconds that one try may take. @default the request's time-out */
  readonly perTrySeconds?: number;
  /** Envoy's names of what is tried again. */
  readonly after: readonly RetryTrigger[];
}

/** Those after which the request has surely not been worked on, and those after which it may have been. */
export type RetryTrigger = "connect-failure" | "refused-stream" | "reset-before-request" | "gateway-error" | "5xx";

/** Beyond these, of each proxy, requests are refused at once (503) rather than queued. */
export interface CircuitBreakerValues {
  /** @default 1024, as Envoy's */
  readonly connections?: number;
  /** Requests that wait for a connection. @default 1024 */
  readonly pending?: number;
  /** Requests under way. @default 1024 */
  readonly requests?: number;
}

export interface CookieValues {
  readonly name: string;
  /** How long it is kept. @default the browser's session */
  readonly ttlSeconds?: number;
}

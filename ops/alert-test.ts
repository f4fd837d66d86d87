import { setTimeout as sleep } from "node:timers/promises";
import type { Severity } from "../components/contracts/monitoring";

export interface AlertTestOptions {
  /** Where Alertmanager answers: the stack's output `next` says how to reach it. */
  readonly url: string;
  readonly severity: Severity;
  /** Whose alert it is. @default no team's */
  readonly team?: string;
  /** Ends the test alert at once instead of sending one. @default false */
  readonly resolve?: boolean;
}

/** What the alert is called; the runbook of no rule names it. */
const NAME = "SlipwayTestNotification";

/** After this long it ends by itself: long enough for Alertmanager's grouping (30 s) to let it go. */
const MINUTES = 5;

interface SentAlert {
  readonly receivers: readonly { readonly name: string }[];
  readonly status: {
    readonly state: string;
    readonly silencedBy: readonly string[];
    readonly inhibitedBy: readonly string[];
  };
}

/**
 * Sends an alert through Alertmanager as Prometheus would, and says which receivers it goes to. They are told within half
 * a minute; the alert ends by itself after five.
 *
 * @throws Error when Alertmanager cannot be reached or refuses it
 */
export async function alertTest({ url, severity, team, resolve = false }: AlertTestOptions): Promise<string> {
  const labels = { alertname: NAME, severity, ...(team === undefined ? {} : { team }) };
  const now = Date.now();
  const alert = {
    labels,
    annotations: {
      summary: "A test: nobody has to do anything",
      description: `It was sent by hand, to see where ${severity} alerts${team === undefined ? "" : ` of ${team}`} go.`,
      runbook: "docs/guides/monitoring.md",
    },
    startsAt: new Date(now - 1000).toISOString(),
    endsAt: new Date(resolve ? now : now + MINUTES * 60_000).toISOString(),
  };
  const base = url.replace(/\/$/, "");
  await call(`${base}/api/v2/alerts`, { method: "POST", body: JSON.stringify([alert]) });
  if (resolve) return `${NAME} (${severity}) is over; whoever was told hears of its end.`;
  const filters = Object.entries(labels).map(([label, value]) => `filter=${encodeURIComponent(`${label}="${value}"`)}`);
  for (let tries = 0; tries < 20; tries++, await sleep(250)) {
    const found = (await (await call(`${base}/api/v2/alerts?${filters.join("&")}`)).json()) as readonly SentAlert[];
    if (found.length > 0) return told(found, severity);
  }
  throw new Error(`Alertmanager at ${url} took the alert and does not show it. Look at its log.`);
}

async function call(address: string, request?: { readonly method: string; readonly body: string }): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { ...request, headers: { "content-type": "application/json" } });
  } catch (error) {
    const why = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : error;
    throw new Error(
      `Alertmanager does not answer at ${new URL(address).origin} (${why}). Forward its port first: the stack's output \`next\` has the command.`,
    );
  }
  if (!response.ok) throw new Error(`Alertmanager refused the alert: ${response.status} ${await response.text()}`);
  return response;
}

function told(found: readonly SentAlert[], severity: Severity): string {
  const receivers = [...new Set(found.flatMap(({ receivers: to }) => to.map(({ name }) => name)))].filter(
    (name) => name !== "none",
  );
  const held = found.flatMap(({ status }) => [...status.silencedBy, ...status.inhibitedBy]);
  if (held.length > 0)
    return `${NAME} (${severity}) was sent, and a silence or another alert holds it back: ${held.join(", ")}.`;
  if (receivers.length === 0)
    return `${NAME} (${severity}) goes to nobody: no route of \`monitoring.routes\` asks for it.`;
  return `${NAME} (${severity}) goes to ${receivers.join(", ")} within half a minute, and ends by itself after ${MINUTES} minutes.`;
}

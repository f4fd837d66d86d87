/** The shop that the gateway's tests have: a stack's config, what stands for its pods, and clients that come as a CDN's do. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Backend, http2Backend, httpBackend } from "./backends";
import { type Answer, type Ask, type Client, clientOf } from "./client";
import { type RunningGateway, startGateway } from "./gateway";

export const KEY = "a-key-of-the-tests-alone";
export const SHOP = "shop.example.com";
const web = (over: object) => ({
  ...{ kind: "web", image: "ghcr.io/example/web:1.0.0", port: 8080, health: "/health" },
  ...over,
});
const config = {
  ...{ environment: "prod", acmeEmail: "ops@example.com" },
  edge: { dns: { zones: { "example.com": {} } }, cdn: {} },
  secrets: ["preview-users"],
  workloads: {
    shop: web({
      hosts: [SHOP],
      ingress: {
        headers: { csp: "default-src 'self'", permissions: "camera=()", more: { "X-XSS-Protection": "0" } },
        limits: {
          general: { perSecond: 20, paths: ["/limited"] },
          api: { perSecond: 10, paths: ["/limited/api", "/limited/v2"] },
          writes: { perSecond: 5, methods: ["POST", "PUT"], paths: ["/limited"] },
          minute: { perMinute: 3, paths: ["/minute"] },
        },
        cors: { origins: ["https://app.example.com"], methods: ["GET", "PUT"], credentials: true },
      },
      rollout: { strategy: "canary" },
    }),
    cart: web({ hosts: [SHOP], ingress: { paths: ["/cart"], rewrite: "/", maxBodyMb: 1 } }),
    help: web({ hosts: [SHOP], ingress: { paths: ["/help", "/faq"] } }),
    slow: web({ hosts: ["slow.example.com"], resilience: { timeoutSeconds: 1 } }),
    live: web({ hosts: ["live.example.com"], resilience: { webSockets: true } }),
    preview: web({
      hosts: ["preview.example.com"],
      ingress: { basicAuth: "preview-users", allow: ["198.51.100.0/24"], headers: { hstsDays: 0 } },
    }),
    rpc: web({ hosts: ["rpc.example.com"], ingress: { protocol: "grpc" } }),
    sticky: web({
      hosts: ["sticky.example.com"],
      resilience: { affinity: { by: "address" } },
      rollout: { strategy: "canary" },
    }),
    cookie: web({
      hosts: ["cookie.example.com"],
      resilience: { affinity: {} },
      rollout: { strategy: "canary" },
    }),
  },
};

export interface Shop {
  readonly gateway: RunningGateway;
  readonly folder: string;
  /** Over HTTPS, and over HTTP. */
  readonly client: Client;
  readonly plain: Client;
  /** An address that nobody else in these tests has. */
  someone(): string;
  /** Asks as the CDN does, for a client at this address. @default at one of its own */
  ask(ask: Ask, from?: string): Promise<Answer>;
  stop(): Promise<void>;
}

/** Percent of requests that go to new versions at first. */
export const WEIGHTS = { shop: 10, sticky: 33, cookie: 33 };

/** Starts it all. */
export async function startShop(): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-edge-"));
  const backends: Backend[] = [];
  const make = async (name: string): Promise<Backend> => {
    const made = await httpBackend(name);
    backends.push(made);
    return made;
  };
  const rpc = await http2Backend("rpc");
  backends.push(rpc);
  const sha = createHash("sha1").update("open").digest("base64");
  const gateway = await startGateway({
    ...{ folder, config, originKey: KEY },
    backends: {
      shop: { stable: await make("shop"), preview: await make("shop-new") },
      ...{ cart: { stable: await make("cart") }, help: { stable: await make("help") } },
      slow: { stable: await make("slow") },
      ...{ live: { stable: await make("live") } },
      ...{ preview: { stable: await make("preview") }, rpc: { stable: rpc } },
      sticky: { stable: await make("sticky"), preview: await make("sticky-new") },
      cookie: { stable: await make("cookie"), preview: await make("cookie-new") },
    },
    weights: WEIGHTS,
    users: { preview: `guest:{SHA}${sha}\n` },
  });
  const client = clientOf(gateway.https, gateway.ca);
  const plain = clientOf(gateway.http);
  let clients = 0;
  const someone = (): string => `203.0.${Math.floor(++clients / 250)}.${(clients % 250) + 1}`;
  return {
    ...{ gateway, folder, client, plain, someone },
    ask: ({ headers, ...rest }, from = someone()) => {
      const cdn = { "x-slipway-origin-key": KEY, "x-forwarded-for": `10.9.8.7, ${from}` };
      return client.ask({ ...rest, headers: { ...cdn, ...headers } });
    },
    stop: async () => {
      client.close();
      plain.close();
      await gateway.stop();
      await Promise.all(backends.map((each) => each.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

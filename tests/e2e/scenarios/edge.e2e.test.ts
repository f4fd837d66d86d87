/**
 * The gateway as config says: its objects and its workloads', translated by Envoy Gateway's own translator, in a real Envoy.
 * Requests come as a CDN sends them: with its key, and with who asked as the last address of X-Forwarded-For.
 */
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { waitFor } from "../cluster/process";
import { PAGE } from "../edge/backends";
import { type Answer, type Ask, atOnce, type Client } from "../edge/client";
import type { RunningGateway } from "../edge/gateway";
import { KEY, SHOP, type Shop, startShop, WEIGHTS } from "../edge/shop";
import { k6 } from "../tools/k6";

let shop: Shop;
let gateway: RunningGateway;
let client: Client;
let plain: Client;

beforeAll(async () => {
  shop = await startShop();
  ({ gateway, client, plain } = shop);
});

afterAll(() => shop?.stop());

const someone = (): string => shop.someone();
const ask = (what: Ask, from?: string): Promise<Answer> => shop.ask(what, from);

test("the translator takes every object as it is", () => {
  expect(gateway.refused).toEqual([]);
});

describe("who is let in", () => {
  test("nobody who does not show the CDN's key, and workloads are not shown it", async () => {
    const keys: Record<string, string>[] = [{}, { "x-slipway-origin-key": "wrong" }];
    for (const headers of keys) expect((await client.ask({ host: SHOP, headers })).status).toBe(401);
    const answer = await ask({ host: SHOP });
    expect(answer.status).toBe(200);
    expect(Object.keys(JSON.parse(answer.body.toString()).headers)).not.toContain("x-slipway-origin-key");
  });

  test("to a preview: the ranges that may, with a name and a password", async () => {
    const login = { authorization: `Basic ${Buffer.from("guest:open").toString("base64")}` };
    const to = { host: "preview.example.com" };
    expect((await ask({ ...to, headers: login }, "198.51.100.7")).status).toBe(200);
    expect((await ask(to, "198.51.100.7")).status).toBe(401);
    expect((await ask({ ...to, headers: login }, "203.0.113.7")).status).toBe(403);
    // An address that the client wrote itself is not believed.
    const spoofed = { "x-forwarded-for": "198.51.100.7, 203.0.113.7", ...login };
    expect((await ask({ ...to, headers: spoofed })).status).toBe(403);
  });

  test("pages of other origins, as far as CORS says", async () => {
    const preflight = (origin: string) =>
      ask({ host: SHOP, method: "OPTIONS", headers: { origin, "access-control-request-method": "PUT" } });
    const own = await preflight("https://app.example.com");
    expect(own.headers).toMatchObject({
      "access-control-allow-origin": "https://app.example.com",
      "access-control-allow-methods": "GET, PUT",
      "access-control-allow-credentials": "true",
      "access-control-max-age": "600",
    });
    expect((await preflight("https://other.example.com")).headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("HTTPS", () => {
  test("plain HTTP is sent there, and one redirect is the last", async () => {
    const first = await plain.ask({ host: SHOP, path: "/page?a=1", headers: { "x-slipway-origin-key": KEY } });
    expect([first.status, first.headers.location]).toEqual([301, `https://${SHOP}/page?a=1`]);
    const second = await ask({ host: SHOP, path: "/page?a=1" });
    expect([second.status, second.headers.location]).toEqual([200, undefined]);
    // Nor by what a client or a CDN may say about how it was asked.
    for (const proto of ["http", "https"])
      expect((await ask({ host: SHOP, headers: { "x-forwarded-proto": proto } })).status).toBe(200);
  });

  const speak = (options: object): Promise<string> =>
    new Promise((resolve) => {
      const to = { host: "127.0.0.1", port: gateway.https, servername: SHOP, ca: gateway.ca, ...options };
      const socket = connectTls(to, () => {
        resolve(`${socket.getProtocol()} ${socket.alpnProtocol || "-"}`);
        socket.destroy();
      });
      socket.on("error", () => resolve("refused"));
    });

  test.each([
    ["TLSv1", "refused"],
    ["TLSv1.1", "refused"],
    ["TLSv1.2", "TLSv1.2 -"],
    ["TLSv1.3", "TLSv1.3 -"],
  ])("%s: %s", async (version, expected) => {
    const ciphers = "DEFAULT:@SECLEVEL=0";
    expect(await speak({ minVersion: version, maxVersion: version, ciphers })).toBe(expected);
  });

  test("TLS 1.2 without forward secrecy or authenticated encryption is refused", async () => {
    const old = (ciphers: string) => speak({ maxVersion: "TLSv1.2", ciphers: `${ciphers}:@SECLEVEL=0` });
    for (const cipher of ["AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA", "AES256-SHA"])
      expect(`${cipher} ${await old(cipher)}`).toBe(`${cipher} refused`);
    expect(await old("ECDHE-ECDSA-AES256-GCM-SHA384")).toBe("TLSv1.2 -");
  });

  test("HTTP/2 is chosen by who speaks it", async () => {
    expect(await speak({ ALPNProtocols: ["h2", "http/1.1"] })).toBe("TLSv1.3 h2");
    expect(await speak({ ALPNProtocols: ["http/1.1"] })).toBe("TLSv1.3 http/1.1");
  });
});

describe("answers", () => {
  test("carry the security headers, over what the workload says; errors and refusals too", async () => {
    const headers = {
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "content-security-policy": "default-src 'self'",
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
      "referrer-policy": "strict-origin-when-cross-origin",
      "permissions-policy": "camera=()",
      "x-xss-protection": "0",
    };
    expect((await ask({ host: SHOP })).headers).toMatchObject(headers);
    const late = await ask({ host: "slow.example.com", path: "/slow?ms=3000" });
    const { "x-frame-options": frames, "strict-transport-security": hsts } = headers;
    expect([late.status, late.headers]).toEqual([
      504,
      expect.objectContaining({ "x-frame-options": frames, "strict-transport-security": hsts }),
    ]);
    expect((await client.ask({ host: SHOP })).headers).toMatchObject(headers);
    const preview = await ask({ host: "preview.example.com" }, "198.51.100.7");
    expect(preview.headers["strict-transport-security"]).toBeUndefined();
  });

  test.each([
    ["br", "br", brotliDecompressSync],
    ["gzip", "gzip", gunzipSync],
    ["gzip, br", "br", brotliDecompressSync],
    ["identity", undefined, (body: Buffer) => body],
  ] as const)("to who takes %s are in %s", async (accepted, encoding, open) => {
    const answer = await ask({ host: SHOP, path: "/page", headers: { "accept-encoding": accepted } });
    expect(answer.headers["content-encoding"]).toBe(encoding);
    expect(open(answer.body).toString()).toBe(PAGE);
  });

  test("take no longer than the time-out", async () => {
    const started = Date.now();
    const slow = (ms: number) => ask({ host: "slow.example.com", path: `/slow?ms=${ms}` });
    expect((await slow(3000)).status).toBe(504);
    expect(Date.now() - started).toBeLessThan(2000);
    expect((await slow(200)).status).toBe(200);
  });
});

describe("ways", () => {
  test("a beginning of paths leads to its own workload, which sees what stands instead", async () => {
    const ways = [
      ["/cart/items?x=1", "cart", "/items?x=1"],
      ["/cart", "cart", "/"],
      ["/help/a", "help", "/help/a"],
      ["/faq", "help", "/faq"],
    ] as const;
    for (const [path, to, seen] of ways) {
      const { backend, url } = JSON.parse((await ask({ host: SHOP, path })).body.toString());
      expect([path, backend, url]).toEqual([path, to, seen]);
    }
    // Not where only the letters are the same.
    expect((await ask({ host: SHOP, path: "/carton" })).headers["x-backend"]).toMatch(/^shop/);
  });

  test("a request that is too big is refused, and one that is not arrives whole", async () => {
    const send = (bytes: number) =>
      ask({ host: SHOP, path: "/cart/size", method: "POST", body: Buffer.alloc(bytes, "x") });
    const fits = await send(1_000_000);
    expect([fits.status, fits.body.toString()]).toEqual([200, "1000000"]);
    expect((await send(1_200_000)).status).toBe(413);
  });

  test("gRPC reaches a port that speaks HTTP/2 alone", async () => {
    const answer = await ask({ host: "rpc.example.com", path: "/shop.Cart/Get", method: "POST" });
    expect([answer.status, answer.body.toString()]).toEqual([200, "HTTP/2 /shop.Cart/Get"]);
  });

  test("a WebSocket is opened, carries bytes both ways, and outlives the time of a usual request", async () => {
    const headers = {
      ...{ host: "live.example.com", "x-slipway-origin-key": KEY, "x-forwarded-for": someone() },
      ...{ connection: "Upgrade", upgrade: "websocket", "accept-encoding": "gzip, br" },
      ...{ "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==" },
    };
    const echoed = await new Promise<string[]>((resolve, reject) => {
      const asking = request({
        ...{ host: "127.0.0.1", port: gateway.https, servername: "live.example.com", ca: gateway.ca, headers },
        path: "/ws",
      });
      asking.on("upgrade", (_response, socket) => {
        const heard: string[] = [];
        socket.on("data", (data: Buffer) => {
          heard.push(data.toString());
          if (heard.length === 2) {
            socket.destroy();
            resolve(heard);
          } else setTimeout(() => socket.write("two"), 2500);
        });
        socket.write("one");
      });
      asking.on("response", (response) => reject(new Error(`answered ${response.statusCode}`)));
      asking.on("error", reject);
      asking.end();
    });
    expect(echoed).toEqual(["one", "two"]);
  });
});

describe("limits", () => {
  /** How many of so many requests at once are served. */
  const served = async (times: number, what: Partial<Ask>, from: string): Promise<Answer[]> => {
    const answers: Answer[] = [];
    await atOnce(times, 8, async () => {
      answers.push(await ask({ host: SHOP, ...what }, from));
    });
    return answers;
  };
  const count = (answers: readonly Answer[], status: number): number =>
    answers.filter((answer) => answer.status === status).length;

  test.each([
    ["general", { path: "/limited/page" }, 20],
    ["api", { path: "/limited/api/orders" }, 10],
    ["api, by its other path", { path: "/limited/v2" }, 10],
    ["writes", { path: "/limited", method: "POST" }, 5],
  ] as const)("%s: one client gets what its class has, another is not touched", async (_, what, most) => {
    const from = someone();
    const started = Date.now();
    const answers = await served(60, what, from);
    // The bucket is full at the start, and filled again each second.
    const windows = 1 + Math.ceil((Date.now() - started) / 1000);
    expect(count(answers, 200)).toBeGreaterThanOrEqual(most);
    expect(count(answers, 200)).toBeLessThanOrEqual(most * windows);
    expect(count(answers, 200) + count(answers, 429)).toBe(60);
    for (const answer of answers.filter(({ status }) => status === 429))
      expect([answer.headers["retry-after"], answer.headers["x-frame-options"]]).toEqual(["1", "DENY"]);
    expect((await ask({ host: SHOP, ...what })).status).toBe(200);
  });

  test("a longer window says so", async () => {
    const answers = await served(5, { path: "/minute" }, someone());
    expect([count(answers, 200), count(answers, 429)]).toEqual([3, 2]);
    expect(answers.find(({ status }) => status === 429)?.headers["retry-after"]).toBe("60");
  });

  test("a client by IPv6 has them too", async () => {
    const answers = await served(5, { path: "/minute" }, "2001:db8::7");
    expect(count(answers, 200)).toBe(3);
  });

  test("what belongs to no class has none", async () => {
    expect(count(await served(200, { path: "/free" }, someone()), 200)).toBe(200);
  });
});

describe("a visitor who stays where it is", () => {
  const to = { host: "cookie.example.com" };
  const cookieOf = ({ headers }: Answer): string => headers["set-cookie"]?.[0] ?? "none is set";
  const versionOf = ({ headers }: Answer): string => String(headers["x-backend"]);

  test("has a cookie of the gateway's, for the browser's session, and out of reach of scripts", async () => {
    const cookie = cookieOf(await ask(to));
    expect(cookie).toMatch(/^slipway-affinity="?[0-9a-f]+"?;/);
    for (const attribute of ["HttpOnly", "Secure", "SameSite=Lax"]) expect(cookie).toContain(attribute);
    expect(cookie).not.toMatch(/max-age|expires/i);
  });

  test("by its cookie sees one version of a canary from the second request on", async () => {
    const seen = new Set<string>();
    for (let visitor = 0; visitor < 40; visitor += 1) {
      const cookie = `slipway-affinity=visitor-${visitor}`;
      const versions = new Set<string>();
      for (let page = 0; page < 4; page += 1) versions.add(versionOf(await ask({ ...to, headers: { cookie } })));
      expect([visitor, versions.size]).toEqual([visitor, 1]);
      seen.add([...versions].join());
    }
    expect([...seen].sort()).toEqual(["cookie", "cookie-new"]);
  });

  test("by its address from the first, keeps the new one while its share grows, and is taken back with it", async () => {
    const visitors = Array.from({ length: 60 }, someone);
    const seen = () =>
      Promise.all(visitors.map(async (from) => versionOf(await ask({ host: "sticky.example.com" }, from))));
    const first = await seen();
    expect(await seen()).toEqual(first);
    const share = (versions: readonly string[]) => versions.filter((each) => each === "sticky-new").length / 60;
    expect(share(first)).toBeGreaterThan(0.1);
    expect(share(first)).toBeLessThan(0.6);
    const weighed = async (percent: number, reached: (versions: readonly string[]) => boolean) => {
      await gateway.weigh({ ...WEIGHTS, sticky: percent });
      return waitFor(`${percent}%`, 20, async () => {
        const versions = await seen();
        return reached(versions) ? versions : undefined;
      });
    };
    const grown = await weighed(80, (versions) => share(versions) > share(first));
    expect(grown.filter((version, index) => first[index] === "sticky-new" && version !== "sticky-new")).toEqual([]);
    await weighed(0, (versions) => share(versions) === 0);
    await weighed(WEIGHTS.sticky, (versions) => share(versions) > 0);
  });
});

/** Requests under load; each answer is looked at by k6. */
const REQUESTS = 100_000;

test("under load no answer is wrong, and the new version gets its share", async () => {
  const summary = join(shop.folder, "k6.json");
  const started = Date.now();
  const { code, log } = await k6(["run", join(__dirname, "../edge/load.js")], {
    ...{ HTTPS_PORT: `${gateway.https}`, HTTP_PORT: `${gateway.http}`, KEY, PAGE },
    // Certificates are believed by this one alone.
    ...{ SSL_CERT_FILE: join(shop.folder, "tls.crt"), ITERATIONS: `${REQUESTS}`, SUMMARY: summary },
    // As a CDN asks: over connections that are kept, by HTTP/1.1.
    GODEBUG: "http2client=0",
  });
  const seconds = (Date.now() - started) / 1000;
  expect([code, log]).toEqual([0, ""]);
  const count = (name: string): number => measured[name]?.values.count ?? 0;
  const measured = JSON.parse(readFileSync(summary, "utf8")) as Record<string, { values: { count: number } }>;
  expect(count("http_reqs") + count("sockets")).toBeGreaterThanOrEqual(REQUESTS);
  expect(count("wrong")).toBe(0);
  for (const kind of ["redirected", "late", "sockets", "limited"])
    expect([kind, count(kind) > 50]).toEqual([kind, true]);
  // Two clients, ten requests a second each, and a full bucket at the start.
  expect(count("allowed")).toBeLessThanOrEqual(2 * 10 * (Math.ceil(seconds) + 1));
  const share = count("fresh") / (count("fresh") + count("stable"));
  expect(share).toBeGreaterThan(0.09);
  expect(share).toBeLessThan(0.11);
});

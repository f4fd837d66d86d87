/** Clients of the gateway, who say where they come from as a CDN would: by the last address in X-Forwarded-For. */
import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Ask {
  readonly host: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface Client {
  ask(ask: Ask): Promise<Answer>;
  close(): void;
}

/** Over TLS where there is a certificate to trust; connections are kept. */
export function clientOf(port: number, ca?: Buffer, connections = 64): Client {
  const options = { keepAlive: true, maxSockets: connections };
  // One agent a host: TLS names the host, and a kept connection has one name.
  const agents = new Map<string, HttpAgent | HttpsAgent>();
  const agentOf = (host: string): HttpAgent | HttpsAgent => {
    const known = agents.get(host);
    if (known) return known;
    const made = ca ? new HttpsAgent({ ...options, ca, servername: host }) : new HttpAgent(options);
    agents.set(host, made);
    return made;
  };
  return {
    ask: ({ host, path = "/", method = "GET", headers = {}, body }) =>
      new Promise((resolve, reject) => {
        const request = (ca ? httpsRequest : httpRequest)(
          { host: "127.0.0.1", port, path, method, headers: { host, ...headers }, agent: agentOf(host) },
          (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.on("end", () =>
              resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
            );
            response.on("error", reject);
          },
        );
        request.on("error", reject);
        request.end(body);
      }),
    close: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/** Runs `task` so many times, so many at once. */
export async function atOnce(times: number, together: number, task: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < times) await task(next++);
  };
  await Promise.all(Array.from({ length: together }, worker));
}

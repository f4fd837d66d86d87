/** What stands for the workloads' pods: servers that say which of them answered, and what they were asked. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createHttp2Server, type Http2Server, type ServerHttp2Session } from "node:http2";
import type { AddressInfo, Socket } from "node:net";

/** Long enough to be worth compressing. */
export const PAGE = "All of it is here, and all of it is text. ".repeat(64);

export interface Backend {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Answers `/page` with text, `/slow?ms=` after a while, `/size` with the length of what was sent, anything else with what it was
 * asked; `Upgrade: websocket` opens a line that echoes.
 */
export async function httpBackend(name: string): Promise<Backend> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://backend");
    response.setHeader("x-backend", name);
    // What a workload says itself, and the gateway says better.
    response.setHeader("x-frame-options", "ALLOWALL");
    const end = (type: string, text: string): void => {
      response.setHeader("content-type", type);
      response.setHeader("content-length", Buffer.byteLength(text));
      response.end(text);
    };
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
    });
    request.on("end", () => {
      if (pathname.endsWith("/page")) end("text/html", PAGE);
      else if (pathname.endsWith("/slow")) setTimeout(() => end("text/plain", "late"), Number(searchParams.get("ms")));
      else if (pathname.endsWith("/size")) end("text/plain", String(size));
      else end("application/json", JSON.stringify(asked(name, request)));
    });
  });
  // Node closes what has been idle for five seconds, now and then in the moment that Envoy sends the next request: a 503.
  server.keepAliveTimeout = 0;
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (_request, socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n");
    socket.pipe(socket);
  });
  return listen(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

const asked = (backend: string, { method, url, headers }: IncomingMessage) => ({ backend, method, url, headers });

/** HTTP/2 without TLS, as gRPC speaks. */
export async function http2Backend(name: string): Promise<Backend> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createHttp2Server();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  server.on("stream", (stream, headers) => {
    stream.respond(
      { ":status": 200, "content-type": "application/grpc", "x-backend": name },
      { waitForTrailers: true },
    );
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end(`HTTP/2 ${headers[":path"]}`);
  });
  return listen(server, () => {
    for (const session of sessions) session.destroy();
  });
}

async function listen(server: Server | Http2Server, closeAll: () => void): Promise<Backend> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        closeAll();
      }),
  };
}

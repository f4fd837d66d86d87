/** What stands for the workloads' pods: servers that say which of them answered, and what they were asked. */
import { createHash } from "node:crypto";
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
  server.on("upgrade", ({ headers }, socket) => {
    const accept = createHash("sha1").update(`${headers["sec-websocket-key"]}${WEBSOCKET}`).digest("base64");
    const answer = ["HTTP/1.1 101 Switching Protocols", "upgrade: websocket", "connection: upgrade"];
    socket.write([...answer, `sec-websocket-accept: ${accept}`, "", ""].join("\r\n"));
    socket.on("data", (data: Buffer) => socket.write(echo(data)));
    socket.on("error", () => socket.destroy());
  });
  return listen(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

/** What both sides of a WebSocket add to the client's key (RFC 6455, 1.3). */
const WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** A short frame of a client as the server may send it, without its mask; other bytes as they are. */
function echo(data: Buffer): Buffer {
  const length = data[1]! & 0x7f;
  const framed = data[0]! >= 0x80 && data[1]! >= 0x80 && data.length === length + 6;
  if (!framed) return data;
  const [mask, body] = [data.subarray(2, 6), data.subarray(6)];
  return Buffer.concat([Buffer.from([data[0]!, length]), body.map((byte, index) => byte ^ mask[index % 4]!)]);
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

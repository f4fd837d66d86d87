/**
 * Stands between the engine and a policy pack. A pack is told its stack and config by environment variables, which the
 * engine sends only after it is connected: so the proxy answers first, then the pack is started, then every call passes.
 */
import {
  Client,
  credentials,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzerHandshakeResponse,
  AnalyzerStackConfigureRequest,
  AnalyzerStackConfigureResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";

const MESSAGE_LIMIT = { "grpc.max_receive_message_length": 400 * 1024 * 1024 };
const asIs = (bytes: Buffer) => bytes;

/** The proxy, once it listens. */
export interface PolicyProxy {
  readonly port: number;
  /** The stack's configuration; undefined when the engine sends none, as for `pulumi policy publish`. */
  readonly configuration: Promise<AnalyzerStackConfigureRequest | undefined>;
  /** Connects the started pack: calls that wait, and all later ones, go to this port. */
  attach(port: number): void;
  /** Makes waiting and later calls fail: the pack did not start. */
  fail(reason: string): void;
  close(): void;
}

/** Starts the proxy on a loopback port of its own. */
export async function startPolicyProxy(): Promise<PolicyProxy> {
  const configured = deferred<AnalyzerStackConfigureRequest | undefined>();
  const pack = deferred<Client>();
  // Nobody may be waiting when the pack fails; the failure is then reported by its exit code.
  pack.promise.catch(() => {});

  const server = new Server(MESSAGE_LIMIT);
  const forward = (method: MethodDefinition<unknown, unknown>) =>
    unary(async (bytes) => {
      configured.resolve(undefined);
      const client = await pack.promise;
      return call(client, method.path, bytes);
    });
  const service: Record<string, MethodDefinition<Buffer, Buffer>> = {};
  const handlers: UntypedServiceImplementation = {};
  for (const [name, method] of Object.entries(AnalyzerService as unknown as ServiceDefinition)) {
    const bytewise = {
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    };
    service[name] = { ...method, ...bytewise };
    handlers[name] = forward(method);
  }
  handlers["handshake"] = unary(async () => new AnalyzerHandshakeResponse().serializeBinary());
  handlers["configureStack"] = unary(async (bytes) => {
    configured.resolve(AnalyzerStackConfigureRequest.deserializeBinary(bytes));
    return new AnalyzerStackConfigureResponse().serializeBinary();
  });
  server.addService(service, handlers);
  const port = await listen(server);

  return {
    port,
    configuration: configured.promise,
    attach(packPort) {
      const client = new Client(`127.0.0.1:${packPort}`, credentials.createInsecure(), MESSAGE_LIMIT);
      configured.promise
        .then((config) => config && call(client, CONFIGURE_STACK, Buffer.from(config.serializeBinary())))
        .then(() => pack.resolve(client), pack.reject);
    },
    fail: (reason) => pack.reject(new Error(reason)),
    // Calls under way still get their answers.
    close: () => server.tryShutdown(() => {}),
  };
}

const CONFIGURE_STACK = "/pulumirpc.Analyzer/ConfigureStack";

/** Listens on a free loopback port. */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

type Callback = (error: Error | null, response?: Uint8Array) => void;

function unary(handle: (request: Buffer) => Promise<Uint8Array>) {
  return (invocation: { request: Buffer }, done: Callback) => {
    handle(invocation.request).then(
      (response) => done(null, Buffer.from(response)),
      (error: Error) => done(error),
    );
  };
}

function call(client: Client, path: string, request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, asIs, asIs, request, (error, response) =>
      error ? reject(error) : resolve(response!),
    );
  });
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

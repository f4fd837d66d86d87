/**
 * A language host for the tests: what the Pulumi CLI starts as `pulumi-language-nodejs` to run programs and policy packs.
 * The real one is a Go program that comes with the CLI's downloads. Ours serves the same gRPC service from the SDK's own
 * stubs and starts the SDK's own entry points, so that everything behind them is what users run.
 */
import { Server, type ServerUnaryCall, type sendUnaryData, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  AboutResponse,
  type GetRequiredPackagesRequest,
  GetRequiredPackagesResponse,
  type LanguageHandshakeRequest,
  LanguageHandshakeResponse,
  type RunRequest,
  RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { version } from "@pulumi/pulumi/version";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { requiredPackages } from "./packages";
import { servePlugin } from "./plugin";
import { listen } from "./policy-proxy";
import { runProgram } from "./program";

let engine = process.argv.slice(2).find((argument) => !argument.startsWith("-")) ?? "";
const cancelled = new AbortController();

const handlers: UntypedServiceImplementation = {
  handshake: unary((request: LanguageHandshakeRequest) => {
    engine = request.getEngineAddress();
    return new LanguageHandshakeResponse();
  }),
  getPluginInfo: unary(() => {
    const info = new PluginInfo();
    info.setVersion(version);
    return info;
  }),
  about: unary(() => {
    const about = new AboutResponse();
    about.setExecutable(process.execPath);
    about.setVersion(process.version);
    return about;
  }),
  getRequiredPackages: unary((request: GetRequiredPackagesRequest) => {
    const response = new GetRequiredPackagesResponse();
    response.setPackagesList(requiredPackages(request.getInfo()!.getProgramDirectory()));
    return response;
  }),
  run: unary((request: RunRequest) =>
    runProgram(request, engine, cancelled.signal).catch((error: Error) => {
      const response = new RunResponse();
      response.setError(error.message);
      return response;
    }),
  ),
  runPlugin: servePlugin,
  cancel: unary(() => {
    cancelled.abort();
    return new Empty();
  }),
};

function unary<Request, Response>(handle: (request: Request) => Response | Promise<Response>) {
  return (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>) => {
    Promise.resolve(call.request)
      .then(handle)
      .then(
        (response) => done(null, response),
        (error: Error) => done(error),
      );
  };
}

async function main(): Promise<void> {
  const server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(LanguageRuntimeService, handlers);
  console.log(String(await listen(server)));
  // The engine holds our stdin: when it ends, however it ends, so do we.
  process.stdin.resume().on("end", () => process.exit(0));
  process.on("SIGINT", () => process.exit(0));
}

main().catch((error: Error) => {
  console.error(error);
  process.exit(1);
});

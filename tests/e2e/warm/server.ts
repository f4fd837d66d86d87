/**
 * The warm process behind a lane: it holds the SDK and the program loaded, and serves them to one `pulumi` command after
 * the other. Providers are served from here too, anew for each command, as the engine would start them.
 */
import "./lean";
import { Server, type ServerUnaryCall, type sendUnaryData, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  AboutResponse,
  GetRequiredPackagesResponse,
  type LanguageHandshakeRequest,
  LanguageHandshakeResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { requiredPackages } from "../language-host/packages";
import { servePlugin } from "../language-host/plugin";
import { listen } from "../language-host/policy-proxy";
import { versions } from "../providers/install";
import { type ProviderName, SimulatedProvider } from "../providers/provider";
import { type ServedProvider, serveProvider } from "../providers/server";
import { type SimulationSettings, settingsFromEnv } from "../providers/settings";
import { startKeyStore } from "./key-store";
import type { Answer, Request } from "./lane";
import { runWarm } from "./program";

const names = Object.keys(versions) as ProviderName[];

/** Of the command that is being served. */
let engine = "";
let providers: readonly ServedProvider[] = [];

function unary<Request, Response>(handle: (request: Request) => Response) {
  return (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>) => done(null, handle(call.request));
}

const handlers: UntypedServiceImplementation = {
  run: (call: Parameters<typeof runWarm>[0], done: Parameters<typeof runWarm>[2]) => runWarm(call, engine, done),
  handshake: unary((request: LanguageHandshakeRequest) => {
    engine = request.getEngineAddress();
    return new LanguageHandshakeResponse();
  }),
  getPluginInfo: unary(() => new PluginInfo()),
  about: unary(() => new AboutResponse()),
  getRequiredPackages: unary(() => {
    const response = new GetRequiredPackagesResponse();
    response.setPackagesList(packages);
    return response;
  }),
  // A policy pack has a process of its own each time.
  runPlugin: servePlugin,
  cancel: unary(() => new Empty()),
};
const packages = requiredPackages(process.cwd());

async function attach(settings: SimulationSettings): Promise<Answer> {
  for (const provider of providers) provider.close();
  providers = await Promise.all(names.map((name) => serve(name, settings)));
  return { PULUMI_DEBUG_PROVIDERS: names.map((name, index) => `${name}:${providers[index]!.port}`).join() };
}

/** A crash ends every connection at once, as the end of a process does. */
async function serve(name: ProviderName, settings: SimulationSettings): Promise<ServedProvider> {
  const provider = () => new SimulatedProvider(name, settings, () => served.close());
  const served = await serveProvider(provider, versions[name]);
  return served;
}

async function main(): Promise<void> {
  const server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(LanguageRuntimeService, handlers);
  const port = await listen(server);
  const keys = await startKeyStore();
  const lasting = { PULUMI_DEBUG_LANGUAGES: `nodejs:${port}`, VAULT_SERVER_URL: keys, VAULT_SERVER_TOKEN: "none" };
  const own = { ...process.env };
  process.on("message", async (environment: Request) => {
    process.env = { ...own, ...environment };
    process.send!({ ...lasting, ...(await attach(settingsFromEnv(process.env))) });
  });
  process.on("disconnect", () => process.exit(0));
  // What a program that failed left behind may still fail by itself, after the engine has gone.
  process.on("unhandledRejection", () => {});
  process.send!({});
}

main();

/** The gRPC service of a resource provider: reads messages, asks the simulated provider, writes messages. */
import { Metadata, Server, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as errors from "@pulumi/pulumi/proto/provider_pb";
import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  DiffResponse,
  GetSchemaResponse,
  type InvokeRequest,
  InvokeResponse,
  PropertyDiff,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { CloudError, type Json, type Properties } from "../../../rehearsal/clouds/model";
import { listen } from "../language-host/policy-proxy";
import { PartialFailure, type SimulatedProvider } from "./provider";
import { fromWire, toWire } from "./wire";

type Handler<Request, Response> = (request: Request, provider: SimulatedProvider) => Promise<Response>;

/** A provider that is being served. */
export interface ServedProvider {
  readonly port: number;
  /** Ends every connection at once. */
  close(): void;
}

/**
 * Serves a provider on a loopback port of its own: one to each that connects, since an engine that attaches to the port does
 * so once for each region.
 */
export async function serveProvider(make: () => SimulatedProvider, version: string): Promise<ServedProvider> {
  const server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  const providers = new Map<string, SimulatedProvider>();
  const providerOf = (peer: string): SimulatedProvider => {
    const provider = providers.get(peer) ?? make();
    providers.set(peer, provider);
    return provider;
  };
  const unary = <Request, Response>(handle: Handler<Request, Response>) => served(handle, providerOf);
  server.addService(ResourceProviderService, {
    getPluginInfo: unary(async () => {
      const info = new PluginInfo();
      info.setVersion(version);
      return info;
    }),
    // How the engine greets a provider that it has not started itself.
    attach: unary(async () => new Empty()),
    getSchema: unary(async (_, provider) => {
      const response = new GetSchemaResponse();
      response.setSchema(JSON.stringify({ name: provider.name, version }));
      return response;
    }),
    checkConfig: unary(async (request: CheckRequest) => checked(fromWire(request.getNews()))),
    diffConfig: unary(async (request: DiffRequest) => diffConfig(request)),
    configure: unary((request: ConfigureRequest, provider) => configure(provider, request)),
    check: unary((request: CheckRequest, provider) => check(provider, request)),
    diff: unary((request: DiffRequest, provider) => diff(provider, request)),
    create: unary((request: CreateRequest, provider) => create(provider, request)),
    read: unary((request: ReadRequest, provider) => read(provider, request)),
    update: unary((request: UpdateRequest, provider) => update(provider, request)),
    delete: unary(async (request: DeleteRequest, provider) => {
      await provider.delete(typeOf(request.getUrn()), request.getUrn(), request.getId());
      return new Empty();
    }),
    invoke: unary(async (request: InvokeRequest, provider) => {
      const response = new InvokeResponse();
      response.setReturn(toWire(await provider.invoke(request.getTok(), fromWire(request.getArgs()))));
      return response;
    }),
    cancel: unary(async (_, provider) => {
      await provider.cancel();
      return new Empty();
    }),
  });
  return { port: await listen(server), close: () => server.forceShutdown() };
}

async function configure(provider: SimulatedProvider, request: ConfigureRequest): Promise<ConfigureResponse> {
  const args = fromWire(request.getArgs());
  // Structured values come as JSON in a string.
  const parsed = Object.entries(args).map(([key, value]): [string, Json] => [key, structured(value)]);
  await provider.configure(Object.fromEntries(parsed));
  const response = new ConfigureResponse();
  // As the bridged providers: the engine keeps track of secret inputs itself.
  response.setSupportspreview(true);
  return response;
}

function diffConfig(request: DiffRequest): DiffResponse {
  const [olds, news] = [fromWire(request.getOldInputs() ?? request.getOlds()), fromWire(request.getNews())];
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((key) => key !== "version");
  const changed = keys.filter((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]));
  const replaces = changed.filter((key) => key === "region");
  return differences({ changed, replaces, deleteBeforeReplace: false }, olds, news);
}

async function check(provider: SimulatedProvider, request: CheckRequest): Promise<CheckResponse> {
  const urn = request.getUrn();
  const seed = Buffer.from(request.getRandomseed_asU8()).toString("hex");
  try {
    const [olds, news] = [fromWire(request.getOlds()), fromWire(request.getNews())];
    return checked(await provider.check(typeOf(urn), urn, olds, news, seed));
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    const failure = new CheckFailure();
    failure.setReason(error.message);
    const response = new CheckResponse();
    response.setFailuresList([failure]);
    return response;
  }
}

function checked(inputs: Properties): CheckResponse {
  const response = new CheckResponse();
  response.setInputs(toWire(inputs));
  return response;
}

async function diff(provider: SimulatedProvider, request: DiffRequest): Promise<DiffResponse> {
  const urn = request.getUrn();
  const [olds, news] = [fromWire(request.getOldInputs()), fromWire(request.getNews())];
  return differences(await provider.diff(typeOf(urn), urn, olds, news), olds, news);
}

function differences(
  { changed, replaces, deleteBeforeReplace }: Awaited<ReturnType<SimulatedProvider["diff"]>>,
  olds: Properties,
  news: Properties,
): DiffResponse {
  const response = new DiffResponse();
  const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
  response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList([...changed]);
  response.setReplacesList([...replaces]);
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
  for (const key of changed) {
    const kinds = !(key in olds) ? [ADD, ADD_REPLACE] : !(key in news) ? [DELETE, DELETE_REPLACE] : undefined;
    const detail = new PropertyDiff();
    detail.setKind((kinds ?? [UPDATE, UPDATE_REPLACE])[replaces.includes(key) ? 1 : 0]!);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(key, detail);
  }
  return response;
}

async function create(provider: SimulatedProvider, request: CreateRequest): Promise<CreateResponse> {
  const urn = request.getUrn();
  const type = typeOf(urn);
  const made = await provider.create(type, urn, fromWire(request.getProperties()), request.getPreview());
  const response = new CreateResponse();
  response.setId(made.id);
  response.setProperties(toWire(made.properties, provider.secretsOf(type)));
  return response;
}

async function read(provider: SimulatedProvider, request: ReadRequest): Promise<ReadResponse> {
  const urn = request.getUrn();
  const type = typeOf(urn);
  const [state, inputs] = [fromWire(request.getProperties()), fromWire(request.getInputs())];
  const found = await provider.read(type, urn, request.getId(), state, inputs);
  const response = new ReadResponse();
  if (!found) return response;
  response.setId(found.id);
  response.setProperties(toWire(found.properties, provider.secretsOf(type)));
  response.setInputs(toWire(found.inputs));
  return response;
}

async function update(provider: SimulatedProvider, request: UpdateRequest): Promise<UpdateResponse> {
  const urn = request.getUrn();
  const type = typeOf(urn);
  const [olds, news] = [fromWire(request.getOlds()), fromWire(request.getNews())];
  const outputs = await provider.update(type, urn, request.getId(), olds, news, request.getPreview());
  const response = new UpdateResponse();
  response.setProperties(toWire(outputs, provider.secretsOf(type)));
  return response;
}

function served<Request, Response>(
  handle: Handler<Request, Response>,
  providerOf: (peer: string) => SimulatedProvider,
) {
  return (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>) => {
    handle(call.request, providerOf(call.getPeer())).then(
      (response) => done(null, response),
      (error: Error) => done(failure(error)),
    );
  };
}

/** The engine finds what was half made in the error's details. */
function failure(error: Error) {
  const message = error.message;
  if (!(error instanceof PartialFailure)) return { code: status.UNKNOWN, details: message };
  const detail = new errors.ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(toWire(error.properties));
  detail.setReasonsList([message]);
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const whole = new Status();
  whole.setCode(status.UNKNOWN);
  whole.setMessage(message);
  whole.addDetails(any);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(whole.serializeBinary()));
  return { code: status.UNKNOWN, details: message, metadata };
}

function structured(value: Json): Json {
  if (typeof value !== "string" || !/^[[{]|^(true|false)$/.test(value)) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

/** `urn:pulumi:<stack>::<project>::<parents>$<type>::<name>` */
function typeOf(urn: string): string {
  return urn.split("::")[2]!.split("$").at(-1)!;
}

/** lean-sdk.cjs under the SDK's own entry point, against an engine that writes down all that it is told. */
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity, SetRootResourceResponse } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import resources from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import manifest from "../package.json";

const { provedWith } = require("../lean-sdk.cjs") as { provedWith: string };
const root = resolve(__dirname, "..");
const { RegisterResourceResponse, SupportsFeatureResponse } = resources;

interface Told {
  readonly code: number | null;
  /** What was registered, without where in the source that was written. */
  readonly resources: readonly object[];
  readonly outputs: readonly object[];
  readonly errors: readonly string[];
  readonly debugMessages: number;
  readonly stderr: string;
}

/** Runs the program of the fixture in a preview. @param env `SLIPWAY_DEBUG` leaves the SDK as it is */
async function told(env: Record<string, string>): Promise<Told> {
  const registered: object[] = [];
  const outputs: object[] = [];
  const logged: { severity: number; message: string }[] = [];
  const empty = (_: unknown, done: (error: null, answer: unknown) => void) => done(null, new Empty());
  const monitor: UntypedServiceImplementation = {
    supportsFeature(_: unknown, done: (error: null, answer: unknown) => void) {
      const answer = new SupportsFeatureResponse();
      answer.setHassupport(true);
      done(null, answer);
    },
    registerResource(
      { request }: { request: InstanceType<typeof resources.RegisterResourceRequest> },
      done: (error: null, answer: unknown) => void,
    ) {
      const { sourceposition: _, stacktrace: __, ...message } = request.toObject();
      registered.push({ ...message, object: request.getObject()?.toJavaScript() });
      const answer = new RegisterResourceResponse();
      answer.setUrn(`urn:pulumi:s::p::${request.getType()}::${request.getName()}`);
      if (request.getCustom()) {
        answer.setId(`id-${request.getName()}`);
        const given = request.getObject()?.toJavaScript() ?? {};
        answer.setObject(Struct.fromJavaScript({ ...given, result: `made ${request.getName()}` }));
      }
      done(null, answer);
    },
    registerResourceOutputs({ request }: { request: { toObject(): object } }, done: (e: null, a: unknown) => void) {
      outputs.push(request.toObject());
      done(null, new Empty());
    },
    signalAndWaitForShutdown: empty,
  };
  const engine: UntypedServiceImplementation = {
    log(
      { request }: { request: { getSeverity(): number; getMessage(): string } },
      done: (e: null, a: unknown) => void,
    ) {
      logged.push({ severity: request.getSeverity(), message: request.getMessage() });
      done(null, new Empty());
    },
    setRootResource: (_: unknown, done: (error: null, answer: unknown) => void) =>
      done(null, new SetRootResourceResponse()),
  };
  const server = new Server();
  server.addService(ResourceMonitorService as never, monitor);
  server.addService(EngineService as never, engine);
  const port = await new Promise<number>((yes, no) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, found) =>
      error ? no(error) : yes(found),
    ),
  );
  const address = `127.0.0.1:${port}`;
  const flags = { monitor: address, engine: address, project: "p", stack: "s", parallel: "8" };
  const entry = require.resolve("@pulumi/pulumi/cmd/run");
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const program = join(__dirname, "fixtures/lean-sdk/index.ts");
  const node = ["--require", join(root, "loader.cjs"), entry, ...args, "--dry-run", program];
  const child = spawn(process.execPath, node, {
    cwd: root,
    env: { ...process.env, PULUMI_NODEJS_TYPESCRIPT: "false", PULUMI_CONFIG: "{}", ...env },
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((yes) => child.on("close", yes));
  server.forceShutdown();
  const errors = logged.filter(({ severity }) => severity === LogSeverity.ERROR).map(({ message }) => message);
  const debugMessages = logged.filter(({ severity }) => severity === LogSeverity.DEBUG).length;
  const byName = (list: object[]) => list.map((each) => JSON.stringify(each)).sort();
  return {
    code,
    resources: byName(registered) as never,
    outputs: byName(outputs) as never,
    errors,
    debugMessages,
    stderr,
  };
}

test("what is registered is the same with the SDK as it is and without what nobody needs", async () => {
  const [lean, whole] = await Promise.all([told({}), told({ SLIPWAY_DEBUG: "1" })]);
  expect(lean.resources).toHaveLength(5);
  expect({ ...lean, debugMessages: 0 }).toEqual({ ...whole, debugMessages: 0 });
  expect(lean.code).toBe(0);
  expect(whole.debugMessages).toBeGreaterThan(10);
  expect(lean.debugMessages).toBeLessThan(whole.debugMessages / 2);
});

test("a program that waits for ever is an error, not an early end", async () => {
  const { code, stderr } = await told({ STUCK: "1" });
  expect(code).toBe(1);
  expect(stderr).toContain("still active");
});

test("the SDK's version is the one that this was proved with", () => {
  expect(manifest.dependencies["@pulumi/pulumi"]).toBe(provedWith);
});

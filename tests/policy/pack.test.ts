import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { levelOf } from "../../policy/levels";
import { ALL_RULES } from "../../policy/rules";
import { TAGGABLE_TYPES } from "../../policy/taggable";
import * as r from "./support/resources";

const POLICY = join(__dirname, "../../policy");
const LEVELS = ["advisory", "mandatory", "disabled", "remediate"];
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const CONFIG = {
  "slipway:environment": "staging",
  "slipway:app": "shop",
  "slipway:owner": "team",
  "slipway:policy": JSON.stringify({
    levels: { cost: "disabled", "no-privileged": "advisory" },
    exemptions: [
      {
        rule: "imds-hop-limit",
        resource: "old-*",
        reason: "an agent that needs it",
        owner: "team",
        expires: "2999-12-31",
      },
    ],
  }),
};

let pack: ChildProcess;
let client: AnalyzerClient;

/** Starts the pack as the engine's language host does, and waits for the port that it prints. */
beforeAll(async () => {
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(CONFIG),
    PULUMI_NODEJS_PROJECT: "slipway",
    PULUMI_NODEJS_STACK: "staging",
  };
  pack = spawn(process.execPath, [runner, "127.0.0.1:1", POLICY], {
    cwd: POLICY,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<string>((resolve, reject) => {
    pack.stdout?.once("data", (data: Buffer) => resolve(data.toString().trim()));
    pack.once("exit", (code) => reject(new Error(`the pack ended with ${code}`)));
  });
  client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
}, 60_000);

afterAll(() => {
  client?.close();
  pack?.kill();
});

type Unary<Q, A> = (request: Q, callback: (error: Error | null, answer: A) => void) => unknown;
const call = <Q, A>(method: Unary<Q, A>, request: Q): Promise<A> =>
  new Promise((resolve, reject) => {
    method.call(client, request, (error, answer) => (error ? reject(error) : resolve(answer)));
  });

const struct = (props: r.Dict) => Struct.fromJavaScript(props as Record<string, JavaScriptValue>);

function request(type: string, name: string, props: r.Dict): proto.AnalyzeRequest {
  const message = new proto.AnalyzeRequest();
  message.setType(type);
  message.setName(name);
  message.setUrn(`urn:pulumi:staging::slipway::${type}::${name}`);
  message.setProperties(struct(props));
  message.setOptions(new proto.AnalyzerResourceOptions());
  return message;
}

const found = (answer: proto.AnalyzeResponse) =>
  answer
    .getDiagnosticsList()
    .map((each) => [each.getPolicyname(), LEVELS[each.getEnforcementlevel()], each.getMessage()]);

async function analyze(type: string, name: string, props: r.Dict) {
  return found(await call<proto.AnalyzeRequest, proto.AnalyzeResponse>(client.analyze, request(type, name, props)));
}

async function remediate(type: string, props: r.Dict): Promise<[string, r.Dict][]> {
  const answer = await call<proto.AnalyzeRequest, proto.RemediateResponse>(
    client.remediate,
    request(type, "subject", props),
  );
  return answer
    .getRemediationsList()
    .map((each) => [each.getPolicyname(), each.getProperties()?.toJavaScript() as r.Dict]);
}

describe("the pack, as the engine sees it", () => {
  it("offers every rule with its level, severity and kind", async () => {
    const info = await call<Empty, proto.AnalyzerInfo>(client.getAnalyzerInfo, new Empty());
    const settings = r.settings({ ...CONFIG });
    expect(info.getName()).toBe("slipway");
    expect(info.getVersion()).toMatch(/^\d+\.\d+\.\d+$/);
    expect(info.getPoliciesList().map((each) => [each.getName(), LEVELS[each.getEnforcementlevel()]])).toEqual([
      ...ALL_RULES.map((rule) => [rule.name, levelOf(rule, settings)]),
      ["exemptions-used", "advisory"],
    ]);
    const levels = new Map(info.getPoliciesList().map((each) => [each.getName(), LEVELS[each.getEnforcementlevel()]]));
    expect(levels.get("gp3-volumes")).toBe("disabled");
    expect(levels.get("no-privileged")).toBe("advisory");
    expect(levels.get("rds-multi-az")).toBe("advisory");
    expect(levels.get("required-tags")).toBe("remediate");
  });

  it("reports what was found and how to mend it", async () => {
    const [props] = r.redis({ transitEncryptionEnabled: false, tags: { Environment: "staging" } });
    expect(await analyze(props.type, "cache", props.props as r.Dict)).toEqual([
      [
        "elasticache-in-transit",
        "mandatory",
        expect.stringContaining("cache: it is not encrypted in transit. Set transitEncryptionEnabled: true"),
      ],
    ]);
  });

  it("is silent on unknown values", async () => {
    for (const [{ type, props }] of [r.redis(), r.eks(), r.template(), r.workload()]) {
      const unknown = Object.fromEntries(Object.keys(props).map((key) => [key, r.U]));
      expect(await analyze(type, "x", unknown)).toEqual([]);
    }
  });

  it("names an exemption and stops nothing for it", async () => {
    const [{ type, props }] = r.template({
      metadataOptions: { httpPutResponseHopLimit: 2 },
      tags: { Environment: "staging" },
    });
    expect(await analyze(type, "old-nodes", props as r.Dict)).toEqual([
      ["imds-hop-limit", "advisory", "old-nodes: its hop limit is 2. Exempt: an agent that needs it"],
    ]);
    expect((await analyze(type, "nodes", props as r.Dict)).map(([, level]) => level)).toEqual(["mandatory"]);
  });

  it("repairs, and keeps unknown values and secrets as they are", async () => {
    const props = { description: r.U, policy: { ...SECRET, value: "{}" }, tags: { CostCenter: "42" } };
    const after = { ...props, enableKeyRotation: true };
    const tags = {
      Project: "shop",
      Stack: "staging",
      Environment: "staging",
      ManagedBy: "slipway",
      Owner: "team",
      CostCenter: "42",
    };
    expect(await remediate("aws:kms/key:Key", props)).toEqual([
      ["kms-rotation", after],
      ["required-tags", { ...after, tags }],
    ]);
    expect(await remediate("aws:kms/key:Key", { enableKeyRotation: true, tags: r.U })).toEqual([]);
  });

  it("counts the provider's default tags", async () => {
    const message = request("aws:kms/key:Key", "subject", { enableKeyRotation: true });
    const provider = new proto.AnalyzerProviderResource();
    provider.setType("pulumi:providers:aws");
    provider.setProperties(struct({ defaultTags: JSON.stringify({ tags: r.TAGS }) }));
    message.setProvider(provider);
    const answer = await call<proto.AnalyzeRequest, proto.AnalyzeResponse>(client.analyze, message);
    expect(found(answer)).toEqual([]);
  });

  it("judges the stack by what refers to what", async () => {
    const stack = (complete: boolean): proto.AnalyzeStackRequest => {
      const [bucket, ...others] = r.bucket({}, complete ? {} : { Versioning: undefined });
      const message = new proto.AnalyzeStackRequest();
      for (const { type, name, urn, props, propertyDependencies } of [bucket, ...others]) {
        const each = new proto.AnalyzerResource();
        each.setType(type);
        each.setName(name);
        each.setUrn(urn);
        each.setProperties(struct(props as r.Dict));
        each.setOptions(new proto.AnalyzerResourceOptions());
        for (const [key, urns] of Object.entries(propertyDependencies ?? {})) {
          const sources = new proto.AnalyzerPropertyDependencies();
          sources.setUrnsList([...urns]);
          each.getPropertydependenciesMap().set(key, sources);
        }
        message.addResources(each);
      }
      return message;
    };
    const judged = async (complete: boolean) =>
      found(await call<proto.AnalyzeStackRequest, proto.AnalyzeResponse>(client.analyzeStack, stack(complete))).map(
        ([name]) => name,
      );
    expect(await judged(true)).toEqual([]);
    expect(await judged(false)).toEqual(["bucket-versioning"]);
  });
});

describe("the taggable types", () => {
  /** Types whose arguments take `tags` as a map of strings, read from the provider's own declarations. */
  function fromProvider(): readonly string[] {
    const sdk = dirname(require.resolve("@pulumi/aws/package.json"));
    const modules = readdirSync(sdk).filter((entry) => statSync(join(sdk, entry)).isDirectory());
    return modules.flatMap((module) =>
      readdirSync(join(sdk, module))
        .filter((file) => file.endsWith(".d.ts"))
        .flatMap((file) => {
          const path = join(sdk, module, file);
          const args = readFileSync(path, "utf8").split(/export interface \w+Args \{/)[1];
          if (!args || !/^ {4}tags\?: pulumi\.Input<\{\s*\[key: string\]: pulumi\.Input<string>;\s*\}/m.test(args))
            return [];
          return readFileSync(path.replace(".d.ts", ".js"), "utf8").match(/(?<=__pulumiType = ')[^']+/) ?? [];
        }),
    );
  }

  it("are those of the installed provider", () => {
    expect([...TAGGABLE_TYPES].sort()).toEqual([...new Set(fromProvider())].sort());
  });
});

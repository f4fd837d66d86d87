import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { parse } from "yaml";
import { generated } from "../../docs/generate/main";
import { root } from "../support/configs";

const files = generated();

describe("what is generated", () => {
  test.each(Object.entries(files))("%s is current (npm run schema)", (path, text) => {
    expect(readFileSync(join(root, path), "utf8")).toBe(text);
  });
});

describe("the JSON Schema that editors use", () => {
  const schema = JSON.parse(files["docs/reference/stack.schema.json"]!) as object;
  const validate = new Ajv2020({
    strict: false,
    allErrors: true,
    code: { optimize: false },
    validateFormats: false,
  }).compile(schema);
  const stack = (name: string) => parse(readFileSync(join(root, name), "utf8")) as { config: Record<string, unknown> };

  test.each(["Pulumi.dev.yaml", "Pulumi.staging.yaml", "Pulumi.prod.yaml"])("%s is valid, and names it", (name) => {
    expect(validate(stack(name)) ? [] : validate.errors).toEqual([]);
    const [first] = readFileSync(join(root, name), "utf8").split("\n");
    const named = /\$schema=(\S+)/.exec(first!)?.[1];
    expect(existsSync(join(root, named!))).toBe(true);
  });

  test.each([
    ["an unknown key", { "slipway:network": { zonez: 2 } }],
    ["too many zones", { "slipway:network": { zones: 7 } }],
    ["a store of no kind", { "slipway:stores": { db: {} } }],
    [
      "an image called latest",
      { "slipway:workloads": { web: { kind: "web", image: "a:latest", port: 8080, health: "/" } } },
    ],
  ])("refuses %s", (_what, over) => {
    const { config } = stack("Pulumi.dev.yaml");
    expect(validate({ config: { ...config, ...over } })).toBe(false);
  });

  test("asks for what no preset gives", () => {
    expect(validate({ config: {} })).toBe(false);
    const missing = (validate.errors ?? []).map((error) => error.params.missingProperty);
    expect(missing.sort()).toEqual(
      ["account", "app", "cloud", "costCenter", "environment", "owner", "region"].map((key) => `slipway:${key}`).sort(),
    );
  });
});

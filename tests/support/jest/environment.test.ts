/** Test files share a context: nothing that one leaves behind may reach the next. */
interface Environment {
  readonly global: Record<string, unknown> & { process: NodeJS.Process };
  teardown(): Promise<void>;
}
interface Module {
  new (options: { projectConfig: object }): Environment;
  keepGlobal(key: string): void;
}

const Environment = require("./environment.cjs") as Module;
const projectConfig = { fakeTimers: {} };

/** What a file finds, after one that has done something. */
async function after(file: (environment: Environment) => void): Promise<Environment["global"]> {
  const first = new Environment({ projectConfig });
  file(first);
  await first.teardown();
  const next = new Environment({ projectConfig });
  await next.teardown();
  return next.global;
}

test("a global that a file sets, changes or deletes is as it was for the next", async () => {
  const { global } = new Environment({ projectConfig });
  const { setTimeout: original, URL: url } = global;
  const found = await after(({ global: its }) => {
    its["leaked"] = true;
    its["setTimeout"] = () => {};
    delete its["URL"];
  });
  expect([found["leaked"], found["setTimeout"], found["URL"]]).toEqual([undefined, original, url]);
  expect(url).toBeDefined();
});

test("so is the environment of the process", async () => {
  const found = await after(({ global }) => {
    global.process.env["LEAKED"] = "yes";
  });
  expect(found.process.env["LEAKED"]).toBeUndefined();
  expect(found.process.env["PATH"]).toBe(process.env["PATH"]);
});

test("what a package has set stays, but for the state that Pulumi's SDK keeps of a program", async () => {
  const found = await after(({ global }) => {
    for (const key of ["ofPackage", "globalStore", "stackResource"]) {
      global[key] = {};
      Environment.keepGlobal(key);
    }
  });
  expect(found["ofPackage"]).toBeDefined();
  expect([found["globalStore"], found["stackResource"]]).toEqual([undefined, undefined]);
});

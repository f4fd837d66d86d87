/** Secret variables: references in, references out, and never a value. */
import { deepEqual, equal, match, notEqual, ok, throws } from "node:assert/strict";
import type { Report } from "../report";
import { at, type Overlay, only, podTemplate, render, renderText } from "./samples";

const composed = (entry: Overlay) => ({ secretEnv: { DATABASE_URL: { ...entry } } });
const checksum = (overlay: Overlay) =>
  (at(podTemplate(render("web-full", overlay)), "metadata.annotations") as Record<string, string>)[
    "checksum/secret-env"
  ];

/** What is refused, and what the error says. */
const REFUSED: readonly (readonly [what: string, overlay: Overlay, error: RegExp])[] = [
  [
    "a placeholder without a part",
    composed({ format: "{username}{password}{nobody}", plain: undefined }),
    /names \{nobody\}/,
  ],
  ["a part without a placeholder", composed({ format: "{username}", plain: undefined }), /does not use \{password\}/],
  [
    "a part that is both",
    composed({
      format: "{username}{password}",
      plain: { username: "x", host: undefined, port: undefined, name: undefined },
    }),
    /both in secrets and in plain/,
  ],
  ["a template in the format", composed({ format: "{username}{password}{{ .x }}" }), /secretEnv\.DATABASE_URL/],
  [
    "a template in a plain part",
    composed({ plain: { host: "{{ .x }}", port: "1", name: "x" } }),
    /secretEnv\.DATABASE_URL/,
  ],
  ["a value", { secretEnv: { TOKEN: "hunter2" } }, /secretEnv\.TOKEN/],
  ["a value beside a reference", { secretEnv: { TOKEN: { secret: "x", value: "hunter2" } } }, /secretEnv\.TOKEN/],
  ["a variable set twice", { env: { DATABASE_URL: "x" } }, /env and secretEnv both set DATABASE_URL/],
  ["no store", { secretStoreRef: undefined }, /secretStoreRef/],
];

/** Registers every check of this file. */
export function secretTests(report: Report): void {
  report.section("workload: secrets");
  report.check("no Secret is rendered, and each variable is read from the one that External Secrets writes", () => {
    const manifests = render("web-full");
    ok(!manifests.some(({ kind }) => kind === "Secret"));
    const target = at(only(manifests, "ExternalSecret"), "spec.target.name");
    const container = (at(podTemplate(manifests), "spec.containers") as { env: { name: string }[] }[])[0]!;
    const secret = container.env.filter(({ name }) => ["CACHE_AUTH_TOKEN", "DATABASE_URL"].includes(name));
    equal(secret.length, 2);
    for (const { name, ...source } of secret) {
      deepEqual(source, { valueFrom: { secretKeyRef: { name: target, key: name } } });
    }
  });
  report.check("references go to the store as given", () => {
    const spec = at(only(render("web-full"), "ExternalSecret"), "spec");
    deepEqual(at(spec, "secretStoreRef"), { name: "slipway", kind: "ClusterSecretStore" });
    equal(at(spec, "refreshInterval"), "30m");
    deepEqual(at(spec, "data"), [
      {
        secretKey: "CACHE_AUTH_TOKEN",
        remoteRef: { key: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-cache-a1b2c3" },
      },
      { secretKey: "DATABASE_URL.password", remoteRef: { key: "shop-db", property: "password" } },
      { secretKey: "DATABASE_URL.username", remoteRef: { key: "shop-db", property: "username" } },
      {
        secretKey: "PARTNER_KEY",
        remoteRef: { key: "partner/key" },
        sourceRef: { storeRef: { name: "vault", kind: "SecretStore" } },
      },
    ]);
  });
  report.check("a composed variable: plain parts now, secret parts in the cluster, escaped for a URL", () => {
    const part = (name: string) => `{{ index . "DATABASE_URL.${name}" | urlquery | replace "+" "%20" }}`;
    deepEqual(at(only(render("web-full"), "ExternalSecret"), "spec.target.template.data"), {
      CACHE_AUTH_TOKEN: '{{ index . "CACHE_AUTH_TOKEN" }}',
      DATABASE_URL: `postgresql://${part("username")}:${part("password")}@db.example.internal:5432/shop?sslmode=require`,
      PARTNER_KEY: '{{ index . "PARTNER_KEY" }}',
    });
  });
  report.check("a composed variable without escaping", () => {
    const manifests = render(
      "task-migration",
      composed({ format: "user={username} password={password}", escape: "none", plain: undefined }),
    );
    const value = at(only(manifests, "ExternalSecret"), "spec.target.template.data.DATABASE_URL") as string;
    equal(value, 'user={{ index . "DATABASE_URL.username" }} password={{ index . "DATABASE_URL.password" }}');
  });
  report.check("a changed reference restarts the pods, an unchanged one does not", () => {
    equal(checksum({}), checksum({ identityAgent: {} }));
    notEqual(checksum({}), checksum({ secretEnv: { CACHE_AUTH_TOKEN: { secret: "another" } } }));
  });
  report.check("a Secret that is there already is read as it is, and fetched by nobody", () => {
    const manifests = render("web-minimal", { secretEnv: { KEY: { kubernetesSecret: "signing-key", key: "value" } } });
    ok(!manifests.some(({ kind }) => kind === "ExternalSecret"));
    const container = (at(podTemplate(manifests), "spec.containers") as { env: object[] }[])[0]!;
    deepEqual(container.env, [{ name: "KEY", valueFrom: { secretKeyRef: { name: "signing-key", key: "value" } } }]);
  });
  report.check("a new version of a secret is another Secret, which new pods wait for; the ExternalSecret stays", () => {
    const versioned = (version: string | undefined) => {
      const secretVersions = version && { CACHE_AUTH_TOKEN: version };
      const manifests = render("web-full", { secretVersions });
      const external = only(manifests, "ExternalSecret");
      const container = (at(podTemplate(manifests), "spec.containers") as { env: { name: string }[] }[])[0]!;
      const target = at(external, "spec.target.name") as string;
      const read = container.env.find(({ name }) => name === "CACHE_AUTH_TOKEN");
      equal(at(read, "valueFrom.secretKeyRef.name"), target);
      return { name: external.metadata.name, target };
    };
    const [none, one, two] = [versioned(undefined), versioned("1"), versioned("2")] as const;
    deepEqual([none.name, one.name, two.name], ["api-env", "api-env", "api-env"]);
    equal(none.target, "api-env");
    notEqual(one.target, two.target);
    match(one.target, /^api-env-[0-9a-f]{8}$/);
  });
  report.check("Reloader is told only where it is asked for", () => {
    const annotations = (manifests: ReturnType<typeof render>) =>
      at(only(manifests, "Deployment"), "metadata.annotations");
    deepEqual(annotations(render("web-full")), { "secret.reloader.stakater.com/auto": "true" });
    equal(annotations(render("web-minimal")), undefined);
    // Of a Rollout, pods are replaced in place: a new password is no new version.
    const rollout = only(render("web-canary", { restartOnSecretChange: true }), "Rollout");
    deepEqual(at(rollout, "metadata.annotations"), {
      "secret.reloader.stakater.com/auto": "true",
      "reloader.stakater.com/rollout-strategy": "restart",
    });
  });
  report.check("without secret variables there is neither ExternalSecret nor checksum", () => {
    const text = renderText("web-minimal");
    ok(!text.includes("ExternalSecret") && !text.includes("checksum/"));
  });
  for (const [what, overlay, error] of REFUSED) {
    report.check(`refused: ${what}`, () => {
      throws(
        () => render("web-full", overlay),
        ({ message }: Error) => {
          match(message, error);
          return true;
        },
      );
    });
  }
}

import { bind, combine } from "../../../components/workloads/bindings";

const db = {
  kind: "postgres",
  host: "db.internal",
  readerHost: "reader.internal",
  port: 5432,
  database: "shop",
  secretId: "arn:secret:db",
  cidrs: ["10.0.1.0/24"],
} as const;
const cache = {
  kind: "redis",
  host: "cache.internal",
  readerHost: "cache-ro.internal",
  port: 6379,
  secretId: "arn:secret:cache",
  cidrs: ["10.0.1.0/24"],
} as const;
const media = {
  kind: "bucket",
  name: "shop-media",
  id: "arn:aws:s3:::shop-media",
  region: "eu-west-1",
  keyId: "arn:key",
} as const;
const handles = { db: { ...db, cidrs: [...db.cidrs] }, cache: { ...cache, cidrs: [...cache.cidrs] }, media };

describe("bind", () => {
  test("postgres: addresses plain, credentials by reference, a URL put together in the cluster, one opening, no right", () => {
    const username = { secret: "arn:secret:db", property: "username" };
    const password = { secret: "arn:secret:db", property: "password" };
    expect(bind("db", handles.db)).toEqual({
      env: {
        ...{ DB_HOST: "db.internal", DB_READER_HOST: "reader.internal", DB_PORT: "5432", DB_NAME: "shop" },
        DB_SSLMODE: "require",
      },
      secretEnv: {
        DB_USERNAME: username,
        DB_PASSWORD: password,
        DB_URL: {
          format: "postgresql://{username}:{password}@{host}:{port}/{name}?sslmode=require",
          secrets: { username, password },
          plain: { host: "db.internal", port: 5432, name: "shop" },
        },
        DB_PRISMA_URL: {
          format:
            "postgresql://{username}:{password}@{host}:{port}/{name}?sslmode=require&sslaccept=accept_invalid_certs",
          secrets: { username, password },
          plain: { host: "db.internal", port: 5432, name: "shop" },
        },
      },
      openings: [{ name: "db", cidrs: ["10.0.1.0/24"], port: 5432 }],
      grants: [],
    });
  });

  test.each([
    ["verify-full", "sslmode=require&sslaccept=strict&sslcert=/etc/slipway/trust/db.pem"],
    ["verify-ca", "sslmode=require&sslaccept=accept_invalid_certs"],
  ] as const)("postgres whose authority is known: a file of it, and %s in every URL", (sslMode, prisma) => {
    for (const [authority, source] of [
      [{ ca: "PEM" }, { pem: "PEM" }],
      [{ caSecret: "db-ca" }, { secret: "db-ca", property: "ca.crt" }],
    ] as const) {
      const binding = bind("db", { ...handles.db, sslMode, ...authority });
      const url = (variable: string) => (binding.secretEnv[variable] as { format: string }).format.split("?")[1];
      expect(binding.trust).toEqual({ db: source });
      expect(binding.env).toMatchObject({ DB_SSLMODE: sslMode, DB_SSLROOTCERT: "/etc/slipway/trust/db.pem" });
      expect(url("DB_URL")).toBe(`sslmode=${sslMode}&sslrootcert=/etc/slipway/trust/db.pem`);
      expect(url("DB_PRISMA_URL")).toBe(prisma);
    }
  });

  test("mongodb: a URL as Mongoose and PyMongo take it, TLS checked by the authority's file, the workload's own role", () => {
    const docs = {
      kind: "mongodb" as const,
      ...{ host: "docs.internal", port: 27017, database: "shop", secretId: "arn:secret:docs" },
      ...{ cidrs: ["10.0.1.0/24"], options: "replicaSet=rs0&retryWrites=false", ca: "PEM" },
    };
    const login = { id: "arn:secret:login-docs-api", version: "7" };
    const username = { secret: login.id, property: "username" };
    const password = { secret: login.id, property: "password" };
    expect(bind("docs", docs, login)).toEqual({
      env: {
        ...{ DOCS_HOST: "docs.internal", DOCS_PORT: "27017", DOCS_NAME: "shop" },
        DOCS_CA_FILE: "/etc/slipway/trust/docs.pem",
      },
      secretEnv: {
        ...{ DOCS_USERNAME: username, DOCS_PASSWORD: password },
        DOCS_URL: {
          format:
            "mongodb://{username}:{password}@{host}:{port}/{name}?authSource=admin&tls=true&tlsCAFile=/etc/slipway/trust/docs.pem&replicaSet=rs0&retryWrites=false",
          secrets: { username, password },
          plain: { host: "docs.internal", port: 27017, name: "shop" },
        },
      },
      trust: { docs: { pem: "PEM" } },
      versions: { DOCS_URL: "7" },
      openings: [{ name: "docs", cidrs: ["10.0.1.0/24"], port: 27017 }],
      grants: [],
    });
    // Whom a public authority signs for is checked by what the image trusts.
    expect(JSON.stringify(bind("docs", { ...docs, ca: undefined }))).not.toContain("tlsCAFile");
  });

  test("mongodb of Atlas: found by DNS, so that there is no port; any of its ports is opened; nobody comes without a login", () => {
    const docs = {
      kind: "mongodb" as const,
      ...{ host: "docs-pl-0.abcde.mongodb.net", port: 1024, lastPort: 65535, srv: true as const, database: "shop" },
      ...{ cidrs: ["10.0.100.9/32"], options: "retryWrites=true&w=majority", ca: "PEM" },
    };
    const binding = bind("docs", docs, { id: "arn:secret:login-docs-api" });
    expect(Object.keys(binding.env)).toEqual(["DOCS_HOST", "DOCS_NAME", "DOCS_CA_FILE"]);
    expect(binding.secretEnv["DOCS_URL"]).toMatchObject({
      format:
        "mongodb+srv://{username}:{password}@{host}/{name}?authSource=admin&tls=true&tlsCAFile=/etc/slipway/trust/docs.pem&retryWrites=true&w=majority",
      plain: { host: docs.host, name: "shop" },
    });
    expect(binding.openings).toEqual([{ name: "docs", cidrs: ["10.0.100.9/32"], port: 1024, endPort: 65535 }]);
    expect(() => bind("docs", docs)).toThrow(/docs: nobody has a login/);
  });

  test("postgres with a role of the workload's own: its secret, never the store's, and its version", () => {
    const binding = bind("db", handles.db, { id: "arn:secret:login-db-api", version: "7" });
    const password = { secret: "arn:secret:login-db-api", property: "password" };
    expect(binding.secretEnv).toMatchObject({ DB_PASSWORD: password, DB_URL: { secrets: { password } } });
    expect(JSON.stringify(binding)).not.toContain(handles.db.secretId);
    expect(binding.versions).toEqual({ DB_URL: "7" });
  });

  test("redis: TLS in its URL, the token by reference", () => {
    const binding = bind("order-cache", handles.cache);
    expect(binding.env).toEqual({
      ORDER_CACHE_HOST: "cache.internal",
      ORDER_CACHE_READER_HOST: "cache-ro.internal",
      ORDER_CACHE_PORT: "6379",
    });
    expect(binding.secretEnv.ORDER_CACHE_URL).toMatchObject({ format: "rediss://:{token}@{host}:{port}" });
    expect(binding.openings).toEqual([{ name: "order-cache", cidrs: ["10.0.1.0/24"], port: 6379 }]);
  });

  test("bucket: no secret and no opening, only the identity's right to read and write", () => {
    expect(bind("media", handles.media)).toEqual({
      env: { MEDIA_BUCKET: "shop-media", MEDIA_REGION: "eu-west-1" },
      secretEnv: {},
      openings: [],
      grants: [{ kind: "bucket", bucket: media, mode: "readWrite" }],
    });
  });

  test("every placeholder of a composed secret has its part, and every part its placeholder", () => {
    for (const [name, handle] of Object.entries(handles)) {
      for (const secret of Object.values(bind(name, handle).secretEnv)) {
        if (!("format" in secret)) continue;
        const placeholders = [...secret.format.matchAll(/\{(\w+)\}/g)].map(([, part]) => part);
        expect(placeholders.sort()).toEqual(
          [...Object.keys(secret.secrets), ...Object.keys(secret.plain ?? {})].sort(),
        );
      }
    }
  });
});

describe("combine", () => {
  test("lays bindings side by side", () => {
    const all = combine([bind("db", handles.db), bind("cache", handles.cache), bind("media", handles.media)]);
    expect(Object.keys(all.env)).toHaveLength(10);
    expect(all.openings.map(({ name }) => name)).toEqual(["db", "cache"]);
    expect(all.grants).toHaveLength(1);
  });

  test("of none is empty", () => {
    expect(combine([])).toEqual({ env: {}, secretEnv: {}, versions: {}, trust: {}, openings: [], grants: [] });
  });
});

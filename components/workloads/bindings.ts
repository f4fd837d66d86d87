import type { Input } from "@pulumi/pulumi";
import type { Grant } from "../contracts/identity";
import type {
  BucketHandle,
  MongodbHandle,
  PoolHandle,
  PostgresHandle,
  RedisHandle,
  SecretHandle,
  SslMode,
  StoreHandle,
} from "../contracts/stores";
import { variable } from "../shared/naming";
import type { Opening } from "./values/network";
import type { ComposedSecret, SecretInCluster, SecretReference } from "./values/secrets";
import { type TrustSource, trustFile, trustOf } from "./values/trust";

/** What a workload gets from a store that it uses: all it needs, and nothing more. */
export interface Binding {
  /** Plain addresses. */
  readonly env: Readonly<Record<string, Input<string>>>;
  /** References to secrets; the values stay in the secret manager until the cluster fetches them. */
  readonly secretEnv: Readonly<Record<string, SecretReference | SecretInCluster | ComposedSecret>>;
  /** Variable → version of its secret, where that is known: pods then wait for the new value. @default none is */
  readonly versions?: Readonly<Record<string, Input<string>>>;
  /** Authorities of stores, by store: a file of certificates each, at {@link trustFile}. @default none */
  readonly trust?: Readonly<Record<string, TrustSource>>;
  /** Ways through the network policy. */
  readonly openings: readonly Opening[];
  /** Rights in the cloud. */
  readonly grants: readonly Grant[];
}

/**
 * The binding of one store. Variables begin with the store's name in capitals: `db` gives `DB_HOST`, `DB_URL`, …
 *
 * | store | plain | secret |
 * |---|---|---|
 * | postgres | `_HOST` `_READER_HOST` `_PORT` `_NAME` `_SSLMODE`, `_SSLROOTCERT` where its authority is known | `_USERNAME` `_PASSWORD`
 *   `_URL` `_PRISMA_URL` |
 * | redis | `_HOST` `_READER_HOST` `_PORT`, `_CA` where no public authority signs | `_TOKEN` `_URL`, `_USERNAME` where it has a user |
 * | mongodb | `_HOST` `_PORT` `_NAME`, `_CA_FILE` where it is known who signs; Atlas: no `_PORT`, which DNS knows | `_USERNAME`
 *   `_PASSWORD` `_URL`, as Mongoose and PyMongo take it |
 * | bucket | `_BUCKET` `_REGION`, `_ACCOUNT` where it is in one | none: the workload's identity opens it; where there are no identities
 *   `_ACCESS_KEY_ID` `_SECRET_ACCESS_KEY`, and `_ENDPOINT` among the plain ones |
 *
 * @param login of the workload's own role in a database, or user of a cache. @default the store's, which can do everything there
 * @param past its pool, to the server itself: for what needs more than transactions, such as a migration. @default false
 */
export function bind(name: string, store: StoreHandle, login?: SecretHandle, past = false): Binding {
  const prefix = variable(name);
  if (store.kind === "postgres") return bindPostgres(name, prefix, store, login, past ? undefined : store.pool);
  if (store.kind === "redis") return bindRedis(name, prefix, store, login);
  if (store.kind === "mongodb") return bindMongodb(name, prefix, store, login);
  return bindBucket(prefix, store);
}

/** Several bindings as one. */
export function combine(bindings: readonly Binding[]): Binding {
  return {
    env: Object.assign({}, ...bindings.map(({ env }) => env)),
    secretEnv: Object.assign({}, ...bindings.map(({ secretEnv }) => secretEnv)),
    versions: Object.assign({}, ...bindings.map(({ versions }) => versions)),
    trust: Object.assign({}, ...bindings.map(({ trust }) => trust)),
    openings: bindings.flatMap(({ openings }) => openings),
    grants: bindings.flatMap(({ grants }) => grants),
  };
}

function bindPostgres(
  name: string,
  prefix: string,
  store: PostgresHandle,
  login: SecretHandle | undefined,
  pool: PoolHandle | undefined,
): Binding {
  const { host, port } = pool ?? store;
  const secret = login?.id ?? store.secretId;
  const username = { secret, property: "username" };
  const password = { secret, property: "password" };
  const { sslMode = "require" } = store;
  const trust = trustOf(store);
  const file = trust && trustFile(name);
  const url = (query: string) => ({
    format: `postgresql://{username}:{password}@{host}:{port}/{name}?${query}`,
    secrets: { username, password },
    plain: { host, port, name: store.database },
  });
  return {
    env: {
      [`${prefix}_HOST`]: host,
      [`${prefix}_READER_HOST`]: pool && !pool.readsPast ? host : store.readerHost,
      [`${prefix}_PORT`]: String(port),
      [`${prefix}_NAME`]: store.database,
      [`${prefix}_SSLMODE`]: sslMode,
      ...(file && { [`${prefix}_SSLROOTCERT`]: file }),
    },
    secretEnv: {
      [`${prefix}_USERNAME`]: username,
      [`${prefix}_PASSWORD`]: password,
      [`${prefix}_URL`]: url(`sslmode=${sslMode}${file ? `&sslrootcert=${file}` : ""}`),
      [`${prefix}_PRISMA_URL`]: url(prismaQuery(sslMode, file)),
    },
    ...(trust && { trust: { [name]: trust } }),
    ...(login?.version !== undefined && { versions: { [`${prefix}_URL`]: login.version } }),
    openings: [
      ...(pool ? [openingTo(pool.readsPast ? `${name}-pool` : name, { cidrs: store.cidrs, ...pool })] : []),
      ...(!pool || pool.readsPast ? [openingTo(name, store)] : []),
    ],
    grants: [],
  };
}

/**
 * Prisma's own engine has words of its own for these, and takes those of libpq for `prefer`. It always checks the address where
 * it checks anything. Source: "PostgreSQL connection URLs", Prisma docs.
 */
const prismaQuery = (sslMode: SslMode, file: string | undefined): string =>
  file && sslMode === "verify-full"
    ? `sslmode=require&sslaccept=strict&sslcert=${file}`
    : "sslmode=require&sslaccept=accept_invalid_certs";

/** With a user of its own a workload logs in by both its name and its password; else the password alone opens the cache. */
function bindRedis(name: string, prefix: string, store: RedisHandle, login: SecretHandle | undefined): Binding {
  const token = login ? { secret: login.id, property: "password" } : { secret: store.secretId, property: "token" };
  const username = login && { secret: login.id, property: "username" };
  return {
    env: {
      [`${prefix}_HOST`]: store.host,
      [`${prefix}_READER_HOST`]: store.readerHost,
      [`${prefix}_PORT`]: String(store.port),
      ...(store.ca !== undefined && { [`${prefix}_CA`]: store.ca }),
    },
    secretEnv: {
      ...(store.caSecret !== undefined && { [`${prefix}_CA`]: { secret: store.caSecret, property: "ca.crt" } }),
      ...(username && { [`${prefix}_USERNAME`]: username }),
      [`${prefix}_TOKEN`]: token,
      [`${prefix}_URL`]: {
        format: `rediss://${username ? "{username}" : ""}:{token}@{host}:{port}`,
        secrets: { ...(username && { username }), token },
        plain: { host: store.host, port: store.port },
      },
    },
    ...(login?.version !== undefined && { versions: { [`${prefix}_URL`]: login.version } }),
    openings: [openingTo(name, store)],
    grants: [],
  };
}

/**
 * The login is checked in `admin`, where MongoDB's own roles are and DocumentDB's only can be.
 * @throws Error where there is none: neither the workload's own nor one that everybody shares
 */
function bindMongodb(name: string, prefix: string, store: MongodbHandle, login?: SecretHandle): Binding {
  const secret = login?.id ?? store.secretId;
  if (secret === undefined) throw new Error(`${name}: nobody has a login there but workloads that name it in uses`);
  const { srv } = store;
  const username = { secret, property: "username" };
  const password = { secret, property: "password" };
  const trust = trustOf(store);
  const file = trust && trustFile(name);
  const query = [
    "authSource=admin",
    "tls=true",
    ...(file ? [`tlsCAFile=${file}`] : []),
    ...(store.options ? [store.options] : []),
  ];
  return {
    env: {
      [`${prefix}_HOST`]: store.host,
      ...(!srv && { [`${prefix}_PORT`]: String(store.port) }),
      [`${prefix}_NAME`]: store.database,
      ...(file && { [`${prefix}_CA_FILE`]: file }),
    },
    secretEnv: {
      [`${prefix}_USERNAME`]: username,
      [`${prefix}_PASSWORD`]: password,
      [`${prefix}_URL`]: {
        format: `mongodb${srv ? "+srv" : ""}://{username}:{password}@{host}${srv ? "" : ":{port}"}/{name}?${query.join("&")}`,
        secrets: { username, password },
        plain: { host: store.host, ...(!srv && { port: store.port }), name: store.database },
      },
    },
    ...(trust && { trust: { [name]: trust } }),
    ...(login?.version !== undefined && { versions: { [`${prefix}_URL`]: login.version } }),
    openings: [openingTo(name, store)],
    grants: [],
  };
}

/** The bucket itself is reached over HTTPS at public names: the workload's way to the internet covers it. */
function bindBucket(prefix: string, store: BucketHandle): Binding {
  const { keys } = store;
  const key = (property: string): SecretReference => ({ secret: keys!.secretId, property });
  return {
    env: {
      [`${prefix}_BUCKET`]: store.name,
      [`${prefix}_REGION`]: store.region,
      ...(store.account !== undefined && { [`${prefix}_ACCOUNT`]: store.account }),
      ...(keys && { [`${prefix}_ENDPOINT`]: keys.endpoint }),
    },
    secretEnv: keys
      ? {
          [`${prefix}_ACCESS_KEY_ID`]: key("accessKeyId"),
          [`${prefix}_SECRET_ACCESS_KEY`]: key("secretAccessKey"),
        }
      : {},
    openings: [],
    grants: keys ? [] : [{ kind: "bucket", bucket: store, mode: "readWrite" }],
  };
}

/** Pods by their labels where it has any: some network plugins do not take a range to mean pods. */
const openingTo = (
  name: string,
  {
    pods,
    cidrs,
    port,
    lastPort,
  }: Pick<Exclude<StoreHandle, BucketHandle>, "pods" | "cidrs" | "port"> & {
    readonly lastPort?: number;
  },
): Opening => ({
  name,
  ...(pods ? { pods } : { cidrs }),
  port,
  ...(lastPort !== undefined && { endPort: lastPort }),
});

import * as k8s from "@pulumi/kubernetes";
import { type Input, interpolate, type Output } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { clusterRedisImages, databaseClients, imageName, mongodbClient } from "../helm/images";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel } from "../shared/labels";
import { variable } from "../shared/naming";
import type { Binding } from "./bindings";

/** A store that lives as long as its namespace, and no longer than its pod. */
export type ScratchStoreArgs = {
  /** Its name in config. */
  readonly store: string;
  readonly partOf: string;
  readonly namespace: Input<string>;
} & (
  | { readonly kind: "postgres"; readonly version: string; readonly database: string }
  | { readonly kind: "mongodb"; readonly database: string }
  | { readonly kind: "redis" }
);

/** What differs between the kinds. */
interface Server {
  readonly port: number;
  readonly image: string;
  readonly script: string;
  readonly env: readonly object[];
  readonly ready: readonly string[];
  /** Folders that it writes into, beside /tmp. */
  readonly folders: readonly string[];
}

/** Not of the image's own, and no root. */
const USER = 10001;
const LOGIN = "app";

/**
 * PostgreSQL speaks TLS by a certificate that it signs itself as it starts: clients ask for encryption (`sslmode=require`), as of
 * every other. The official image brings openssl: its postgresql-common depends on ssl-cert.
 */
const startPostgres = [
  "umask 077",
  'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=$HOSTNAME" -keyout /tls/tls.key -out /tls/tls.crt',
  "exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file=/tls/tls.crt -c ssl_key_file=/tls/tls.key",
].join("\n");

/** The image's own start makes the login from the environment; half of the memory is for what it keeps at hand. */
const startMongodb = "exec docker-entrypoint.sh mongod --bind_ip_all --wiredTigerCacheSizeGB 0.25";

/** The password is in no ConfigMap and on no command line. */
const startRedis = [
  "umask 077",
  `{ echo 'save ""'; echo 'appendonly no'; echo 'maxmemory 128mb'; echo 'maxmemory-policy volatile-lru'; printf 'requirepass %s\\n' "$TOKEN"; } > /run/valkey/valkey.conf`,
  "exec valkey-server /run/valkey/valkey.conf --dir /data",
].join("\n");

/**
 * A database or cache of an environment on demand: one pod in the namespace itself, without a disk and without backups. Nobody
 * outside the namespace reaches it, and it reaches nobody. What a workload gets from it is called as of any other store.
 */
export class ScratchStore extends BaseComponent {
  readonly binding: Binding;
  private readonly labels: Readonly<Record<string, string>>;
  private readonly own: string;

  constructor(
    private readonly name: string,
    private readonly args: ScratchStoreArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:workloads:ScratchStore", name, opts);
    this.own = `scratch-${args.store}`;
    this.labels = { "app.kubernetes.io/name": this.own, "app.kubernetes.io/instance": this.own };
    const host = interpolate`${this.own}.${args.namespace}.svc.cluster.local`;
    const login = this.login(host);
    this.run(serverOf(args, login));
    this.binding = bindingOf(args, host, login, this.labels);
    this.registerOutputs({ host });
  }

  private get metadata() {
    const { namespace, partOf } = this.args;
    const component = { "app.kubernetes.io/component": "scratch", "app.kubernetes.io/part-of": partOf };
    return { name: this.own, namespace, labels: { ...this.labels, ...component, ...managedLabel } };
  }

  /** Made here and read here: no secret manager is told of what lives for hours. */
  private login(host: Output<string>): Output<string> {
    const { args, name } = this;
    // Letters and digits only: it ends up in URLs.
    const { result } = new random.RandomPassword(`${name}-password`, { length: 40, special: false }, this.child());
    const stringData = contentsOf(args, host, result);
    const made = new k8s.core.v1.Secret(
      `${name}-login`,
      { metadata: { ...this.metadata, name: `${this.own}-login` }, stringData },
      this.child({ additionalSecretOutputs: ["stringData", "data"] }),
    );
    return made.metadata.name;
  }

  private run({ port, image, script, env, ready, folders }: Server): void {
    const { name, metadata, labels } = this;
    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: false },
      this.child(),
    );
    const mounts = ["/tmp", ...folders].map((mountPath) => ({
      name: mountPath.replaceAll("/", "-").slice(1),
      mountPath,
    }));
    const probe = { exec: { command: [...ready] }, timeoutSeconds: 5 };
    new k8s.apps.v1.Deployment(
      name,
      {
        metadata,
        spec: {
          replicas: 1,
          // Two of them would be two databases.
          strategy: { type: "Recreate" },
          selector: { matchLabels: labels },
          template: {
            metadata: { labels: metadata.labels },
            spec: {
              serviceAccountName: account.metadata.name,
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              securityContext: {
                ...{ runAsNonRoot: true, runAsUser: USER, runAsGroup: USER, fsGroup: USER },
                seccompProfile: { type: "RuntimeDefault" },
              },
              containers: [
                {
                  ...{ name: this.args.kind, image, imagePullPolicy: "IfNotPresent" },
                  command: ["sh", "-ec", script],
                  env: env.map((each) => each as { name: string }),
                  ports: [{ name: "store", containerPort: port }],
                  startupProbe: { ...probe, periodSeconds: 2, failureThreshold: 60 },
                  readinessProbe: { ...probe, periodSeconds: 10 },
                  livenessProbe: { tcpSocket: { port }, periodSeconds: 20, failureThreshold: 6 },
                  resources: {
                    requests: { cpu: "50m", memory: "256Mi", "ephemeral-storage": "256Mi" },
                    limits: { memory: "512Mi", "ephemeral-storage": "2Gi" },
                  },
                  securityContext: {
                    ...{ allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true },
                    ...{ runAsNonRoot: true, runAsUser: USER, capabilities: { drop: ["ALL"] } },
                    seccompProfile: { type: "RuntimeDefault" },
                  },
                  volumeMounts: mounts,
                },
              ],
              volumes: mounts.map((mount) => ({ name: mount.name, emptyDir: { sizeLimit: "2Gi" } })),
            },
          },
        },
      },
      this.child(),
    );
    new k8s.core.v1.Service(
      `${name}-service`,
      { metadata, spec: { selector: labels, ports: [{ name: "store", port, targetPort: "store" }] } },
      this.child(),
    );
    new k8s.networking.v1.NetworkPolicy(
      `${name}-network`,
      {
        metadata,
        spec: {
          podSelector: { matchLabels: labels },
          policyTypes: ["Ingress", "Egress"],
          ingress: [{ from: [{ podSelector: {} }], ports: [{ protocol: "TCP", port }] }],
          egress: [],
        },
      },
      this.child(),
    );
  }
}

/** What clients are told, by the names of a Secret's entries. */
function contentsOf(
  args: ScratchStoreArgs,
  host: Output<string>,
  password: Output<string>,
): Record<string, Input<string>> {
  if (args.kind === "redis") return { token: password, url: interpolate`redis://:${password}@${host}:6379` };
  const login = { username: LOGIN, password };
  if (args.kind === "mongodb") {
    const url = interpolate`mongodb://${LOGIN}:${password}@${host}:27017/${args.database}?authSource=admin`;
    return { ...login, url };
  }
  const url = interpolate`postgresql://${LOGIN}:${password}@${host}:5432/${args.database}?sslmode=require`;
  // In the words of Prisma's own engine, as in bindings.ts.
  return { ...login, url, prismaUrl: interpolate`${url}&sslaccept=accept_invalid_certs` };
}

const from = (secret: Output<string>, name: string, key: string) => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

function serverOf(args: ScratchStoreArgs, login: Output<string>): Server {
  if (args.kind === "postgres") return postgresServer(args, login);
  return args.kind === "mongodb" ? mongodbServer(login) : redisServer(login);
}

const mongodbServer = (login: Output<string>): Server => ({
  port: 27017,
  image: imageName(mongodbClient),
  script: startMongodb,
  env: [
    from(login, "MONGO_INITDB_ROOT_USERNAME", "username"),
    from(login, "MONGO_INITDB_ROOT_PASSWORD", "password"),
    { name: "HOME", value: "/tmp" },
  ],
  ready: ["mongosh", "--quiet", "--norc", "--eval", "quit(db.hello().isWritablePrimary ? 0 : 1)"],
  folders: ["/data/db", "/data/configdb"],
});

function postgresServer(
  { version, database }: Extract<ScratchStoreArgs, { kind: "postgres" }>,
  login: Output<string>,
): Server {
  return {
    port: 5432,
    image: imageName(databaseClients.postgres[version]!),
    script: startPostgres,
    env: [
      from(login, "POSTGRES_USER", "username"),
      from(login, "POSTGRES_PASSWORD", "password"),
      { name: "POSTGRES_DB", value: database },
      { name: "PGDATA", value: "/data/pgdata" },
    ],
    // By TCP: while it is set up it listens on its socket alone.
    ready: ["pg_isready", "-h", "127.0.0.1", "-U", LOGIN, "-d", database],
    folders: ["/data", "/tls", "/var/run/postgresql"],
  };
}

const redisServer = (login: Output<string>): Server => ({
  port: 6379,
  image: imageName(clusterRedisImages["8.1"]!),
  script: startRedis,
  env: [from(login, "TOKEN", "token"), from(login, "REDISCLI_AUTH", "token")],
  ready: ["sh", "-c", "valkey-cli ping | grep -q PONG"],
  folders: ["/data", "/run/valkey"],
});

function bindingOf(
  args: ScratchStoreArgs,
  host: Output<string>,
  kubernetesSecret: Output<string>,
  labels: Readonly<Record<string, string>>,
): Binding {
  const prefix = variable(args.store);
  const port = { postgres: 5432, mongodb: 27017, redis: 6379 }[args.kind];
  const key = (name: string) => ({ kubernetesSecret, key: name });
  return {
    env: {
      [`${prefix}_HOST`]: host,
      ...(args.kind !== "mongodb" && { [`${prefix}_READER_HOST`]: host }),
      [`${prefix}_PORT`]: String(port),
      ...(args.kind !== "redis" && { [`${prefix}_NAME`]: args.database }),
      ...(args.kind === "postgres" && { [`${prefix}_SSLMODE`]: "require" }),
    },
    secretEnv: {
      ...(args.kind === "redis"
        ? { [`${prefix}_TOKEN`]: key("token") }
        : { [`${prefix}_USERNAME`]: key("username"), [`${prefix}_PASSWORD`]: key("password") }),
      ...(args.kind === "postgres" && { [`${prefix}_PRISMA_URL`]: key("prismaUrl") }),
      [`${prefix}_URL`]: key("url"),
    },
    openings: [{ name: args.store, pods: { labels }, port }],
    grants: [],
  };
}

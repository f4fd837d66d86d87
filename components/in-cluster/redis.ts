import * as k8s from "@pulumi/kubernetes";
import { all, type Input, type Output, output } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Scope } from "../contracts/common";
import type { RedisArgs, RedisHandle, StoreLogin } from "../contracts/stores";
import { clusterRedisImages, imageName, images } from "../helm/images";
import { chartRelease } from "../helm/release";
import { ownChart } from "../helm/source";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel } from "../shared/labels";
import { knownPassword } from "../shared/logins";
import { certificateOf, loginOf, podsOf, redisHost, storePorts, storesNamespace, usersOf } from "./places";
import { aclFile } from "./redis-users";
import { redisExporterSize, redisSize } from "./sizes";

export interface ClusterRedisArgs extends RedisArgs {
  readonly scope: Scope;
  readonly store: string;
  readonly namespace: Input<string>;
  readonly podsCidr: string;
  /** Its users; none: the password alone opens it. */
  readonly logins: readonly StoreLogin[];
}

/** A Valkey in the cluster, as the foundation knows it: its password, and the name that it will have. */
export class ClusterRedis extends BaseComponent implements RedisHandle {
  readonly kind = "redis";
  readonly host: string;
  readonly readerHost: string;
  readonly port = storePorts.redis;
  readonly secretId: Input<string>;
  readonly cidrs: RedisHandle["cidrs"];
  readonly pods: RedisHandle["pods"];
  readonly caSecret: string;

  constructor(name: string, args: ClusterRedisArgs, opts?: ComponentOpts) {
    super("slipway:incluster:Redis", name, opts);
    const { scope, store, namespace, podsCidr } = args;
    const token = new random.RandomPassword(`${name}-token`, { length: 40, special: false }, { parent: this });
    const login = new k8s.core.v1.Secret(
      `${name}-login`,
      {
        metadata: {
          name: loginOf(store),
          namespace,
          labels: { "app.kubernetes.io/part-of": scope.app, ...managedLabel },
        },
        stringData: { token: token.result },
      },
      this.child({ additionalSecretOutputs: ["stringData", "data"], protect: scope.protect }),
    );
    if (args.users) this.users(name, args, token.result);
    this.host = redisHost(scope.app, store);
    this.readerHost = this.host;
    this.secretId = login.metadata.name;
    this.cidrs = [podsCidr];
    this.pods = podsOf(scope.app, { kind: "redis", name: store });
    this.caSecret = certificateOf(store);
    this.registerOutputs({ kind: this.kind, host: this.host, secretId: this.secretId });
  }

  /** What the server reads at its start, and again within a minute or two of a change. */
  private users(name: string, { scope, store, namespace, logins }: ClusterRedisArgs, token: Output<string>): void {
    const known = logins.map((login) =>
      output(knownPassword(name, login)).apply((text) => [login.role, text] as const),
    );
    new k8s.core.v1.Secret(
      `${name}-users`,
      {
        metadata: {
          name: usersOf(store),
          namespace,
          labels: { "app.kubernetes.io/part-of": scope.app, ...managedLabel },
        },
        stringData: { "users.acl": all([token, all(known)]).apply(([own, users]) => aclFile(own, users)) },
      },
      this.child({ additionalSecretOutputs: ["stringData", "data"], protect: scope.protect }),
    );
  }
}

export interface RunRedisArgs {
  readonly scope: Scope;
  readonly store: string;
  readonly args: RedisArgs;
  readonly storageClass: string;
}

/** The same Valkey as the platform runs it: one pod with a disk, TLS by cert-manager, an append-only file. */
export class RunRedis extends BaseComponent {
  constructor(name: string, { scope, store, args, storageClass }: RunRedisArgs, opts?: ComponentOpts) {
    super("slipway:incluster:RunRedis", `${name}-run`, opts);
    const dataMb = Number(args.nodeType);
    const { cpu, memory } = redisSize(dataMb);
    chartRelease(
      name,
      {
        chart: ownChart("store"),
        releaseName: store,
        namespace: storesNamespace(scope.app),
        values: {
          partOf: scope.app,
          image: imageName(clusterRedisImages[args.version]!),
          exporterImage: imageName(images.redisExporter),
          host: redisHost(scope.app, store),
          secrets: {
            ...{ login: loginOf(store), certificate: certificateOf(store) },
            ...(args.users && { users: usersOf(store) }),
          },
          maxMemory: `${dataMb}mb`,
          // The file is written anew beside the old one.
          storage: { size: `${Math.max(1, Math.ceil((dataMb * 4) / 1024))}Gi`, storageClass },
          resources: { requests: { cpu: `${cpu}m`, memory: `${memory}Mi` }, limits: { memory: `${memory}Mi` } },
          exporterResources: {
            requests: { cpu: `${redisExporterSize.cpu}m`, memory: `${redisExporterSize.memory}Mi` },
            limits: { memory: `${2 * redisExporterSize.memory}Mi` },
          },
        },
        timeoutSeconds: 300,
      },
      this.child({ protect: scope.protect }),
    );
    this.registerOutputs();
  }
}

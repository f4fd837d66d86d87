/** An image as it is pinned here: by tag, by digest, or by both (the digest then decides). */
export interface PinnedImage {
  readonly repository: string;
  /** Any but `latest`. */
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

/** Images that Slipway itself names; those of charts are the charts' own. */
export const images = {
  /**
   * `kubectl` and a shell, of the Kubernetes project (its Dockerfile: build/server-image/kubectl). It may be one minor
   * version from the API server's, so it serves 1.34 to 1.36.
   */
  kubectl: { repository: "registry.k8s.io/kubectl", tag: "v1.35.0" },
  /** The distribution of open-telemetry/opentelemetry-collector-releases that its chart asks for: tail sampling is in it. */
  openTelemetryCollector: {
    repository: "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s",
    tag: "0.158.0",
  },
  /** argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi v0.15.0, 2026-06-26: the plugin on Alpine. */
  gatewayApiPlugin: {
    repository: "ghcr.io/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi",
    tag: "v0.15.0",
  },
  /** rclone v1.75.1, 2026: a static binary, which jobs take into the image of the store's own client. */
  rclone: {
    repository: "docker.io/rclone/rclone",
    tag: "1.75.1",
    digest: "sha256:45401ad7410db1d67ffdb58e19059ad20b0d8e0285a60e38bbec55cc1019c7a5",
  },
  /** PgBouncer 1.25.1 as CloudNativePG 1.30 runs it by default (pkg/versions/versions.go), on Debian 13. */
  pgbouncer: {
    repository: "ghcr.io/cloudnative-pg/pgbouncer",
    tag: "1.25.1-trixie",
    digest: "sha256:e6ddfe22d845e603825e235dd8334b21ecd125abea2a2172478f556b8dee2bb8",
  },
  /** prometheus-community/pgbouncer_exporter v0.12.1, 2026: what Prometheus reads of a PgBouncer of Slipway's own. */
  pgbouncerExporter: { repository: "quay.io/prometheuscommunity/pgbouncer-exporter", tag: "v0.12.1" },
  /** oliver006/redis_exporter v1.90.0, 2026-08-28: what Prometheus reads of a Redis in the cluster. */
  redisExporter: {
    repository: "docker.io/oliver006/redis_exporter",
    tag: "v1.90.0",
    digest: "sha256:a129504e65b87c54f79bc92f1afc403475e8ff646a3d7512de469904ceddf986",
  },
  /** percona-backup-mongodb 2.12.0, which percona-server-mongodb-operator v1.22.0 is released with (deploy/cr.yaml). */
  mongodbBackup: { repository: "docker.io/percona/percona-backup-mongodb", tag: "2.12.0" },
} as const satisfies Readonly<Record<string, PinnedImage>>;

/** Major version → the image that Percona's operator runs in the cluster: deploy/cr.yaml of its v1.22.0, 2026-02-25. */
export const clusterMongodbImages: Readonly<Record<string, PinnedImage>> = {
  "8.0": { repository: "docker.io/percona/percona-server-mongodb", tag: "8.0.19-7" },
};

/** Version of Valkey → the image that runs it in the cluster: Valkey's own, on Alpine. */
export const clusterRedisImages: Readonly<Record<string, PinnedImage>> = {
  // valkey-io/valkey-container, by way of valkey-bundle of 2026-05-06.
  "8.1": {
    repository: "docker.io/valkey/valkey",
    tag: "8.1.7-alpine",
    digest: "sha256:b027235326507cfdade9b6684056ec1d0b0c0757412e628245129b5d7b788618",
  },
};

const clusterPostgres = (tag: string, digest: string): PinnedImage => ({
  repository: "ghcr.io/cloudnative-pg/postgresql",
  tag: `${tag}-standard-trixie`,
  digest: `sha256:${digest}`,
});

/**
 * Major version → the image that CloudNativePG runs in the cluster: of the same minor version as what dumps it. Tags and digests
 * are those of cloudnative-pg/artifacts, image-catalogs/catalog-standard-trixie.yaml, the last before the next minor version.
 */
export const clusterPostgresImages: Readonly<Record<string, PinnedImage>> = {
  15: clusterPostgres("15.14-202511100817", "0401fd4f9fe13ef9177ba1c52eb34397a3400ea9a1380cf6434bdf9c7fe71279"),
  16: clusterPostgres("16.10-202511100807", "6e2be9e6213f3ad57c997b4119c321e10ed368a9031b07ffa946a92f55a27fb2"),
  17: clusterPostgres("17.6-202511100807", "2114d9615a5c56004ff4f586032d0e61cbaca7c9449d3b57ea240630b28c37b8"),
  18: clusterPostgres("18.1-202602090816", "ec0c0d60f9462b49f4c6f2403fd680ac43a063fc793f5d570a21a3cea8e627b5"),
};

const postgres = (tag: string, digest: string): PinnedImage => ({
  repository: "docker.io/library/postgres",
  tag,
  digest: `sha256:${digest}`,
});

/**
 * Major version of a server → the image that dumps and restores it: a newer pg_dump writes what an older server does not
 * understand. Docker's official images, Debian, with bash and Zstandard; the digests are those of all platforms together.
 */
export const databaseClients: { readonly postgres: Readonly<Record<string, PinnedImage>> } = {
  postgres: {
    15: postgres("15.14", "822f8795764a670160640888508b2a68ea5c4b045012c2de17e1d0447bdbdc99"),
    16: postgres("16.10", "21f6013073bc6b92830a2129570e2f5ec42a6c734b5a985a41e83aa58f54c3c1"),
    17: postgres("17.6", "00bc86618629af00d2937fdc5a5d63db3ff8450acf52f0636ec813c7f4902929"),
    18: postgres("18.1", "1090bc3a8ccfb0b55f78a494d76f8d603434f7e4553543d6e807bc7bd6bbd17f"),
  },
};

/**
 * mongosh and MongoDB's database tools, of Docker's official image: they speak to every server from 4.2 on, and to DocumentDB.
 * The digest is that of all platforms together.
 */
export const mongodbClient: PinnedImage = {
  repository: "docker.io/library/mongo",
  tag: "8.0.17",
  digest: "sha256:9814652e33f0cf8b9fddea8b46dfc9d8e19b130dcfdd7b510ca58bb0d40c8b71",
};

/** An image as it is written in a pod. */
export const imageName = ({ repository, tag, digest }: PinnedImage): string =>
  `${repository}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;

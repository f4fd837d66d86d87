/** ARN of a snapshot of RDS or ElastiCache. */
const snapshotArn = /^arn:aws[\w-]*:(rds|elasticache):([a-z0-9-]+):\d{12}:(cluster-)?snapshot:([\w:-]+)$/;

export interface SnapshotPlace {
  readonly service: "rds" | "elasticache";
  readonly region: string;
  /** What it is called in its own account. */
  readonly name: string;
  /** It is of an Aurora. */
  readonly ofCluster: boolean;
}

/** What the ARN of a snapshot says; undefined for any other text. */
export function snapshotOf(arn: string): SnapshotPlace | undefined {
  const [, service, region, cluster, name] = snapshotArn.exec(arn) ?? [];
  if (region === undefined || name === undefined) return undefined;
  return { service: service as SnapshotPlace["service"], region, name, ofCluster: cluster !== undefined };
}

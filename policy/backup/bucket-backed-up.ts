import { at, dictsAt, isDict, isMissing, isUnknown, itemsAt } from "../read";
import type { Resource, Stack, StackRule } from "../rule";
import { BUCKET, BUCKET_LOGGING } from "../types";

const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const SELECTION = "aws:backup/selection:Selection";

/** What writes logs to a bucket, and by which property. */
const LOG_WRITERS = [
  [BUCKET_LOGGING, "targetBucket"],
  ["aws:lb/loadBalancer:LoadBalancer", "accessLogs"],
  ["aws:lb/loadBalancer:LoadBalancer", "accessLogs.bucket"],
  ["aws:cloudtrail/trail:Trail", "s3BucketName"],
  ["aws:ec2/flowLog:FlowLog", "logDestination"],
] as const;

const holdsLogs = (stack: Stack, bucket: Resource): boolean =>
  LOG_WRITERS.some(([type, property]) => stack.referring(type, property, bucket).length > 0);

/** Its ARN; undefined while neither that nor its name is known. */
function arnOf({ props: { arn, bucket } }: Resource): string | undefined {
  if (typeof arn === "string" && !isUnknown(arn)) return arn;
  return typeof bucket === "string" && !isUnknown(bucket) ? `arn:aws:s3:::${bucket}` : undefined;
}

const regionOf = ({ props, region }: Resource): unknown => props["region"] ?? region;

/** Whether a list of ARNs, as AWS Backup takes them with `*` in them, names the bucket; an unknown part may. */
function names(selection: Resource, property: string, bucket: Resource): boolean {
  const given = selection.props[property];
  const sources = selection.propertyDependencies?.[property] ?? [];
  if (sources.includes(bucket.urn)) return true;
  if (isUnknown(given)) return sources.length === 0;
  const arn = arnOf(bucket);
  return itemsAt(selection.props, property).some((each) => {
    if (isUnknown(each)) return sources.length === 0;
    const pattern = String(each);
    if (pattern === "*" || pattern === "arn:aws:s3:::*") return true;
    return arn === undefined ? pattern.startsWith("arn:aws:s3:::") : globbed(pattern, arn);
  });
}

const globbed = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(text);

/** Whether one of a selection's tags is the bucket's. */
function tagged(selection: Resource, { props, defaultTags }: Resource): boolean {
  const own = props["tags"];
  if (isUnknown(selection.props["selectionTags"])) return true;
  return dictsAt(selection.props, "selectionTags").some(({ key, value }) => {
    if (isUnknown(own) || isUnknown(key) || isUnknown(value)) return true;
    const there = (isDict(own) ? own[String(key)] : undefined) ?? defaultTags?.[String(key)];
    return isUnknown(there) || (!isMissing(there) && there === value);
  });
}

const excluded = (selection: Resource, bucket: Resource): boolean =>
  !isUnknown(selection.props["notResources"]) &&
  itemsAt(selection.props, "notResources").some((each) => {
    const arn = arnOf(bucket);
    return arn !== undefined && !isUnknown(each) && globbed(String(each), arn);
  });

const selected = (stack: Stack, bucket: Resource): boolean =>
  stack
    .ofType(SELECTION)
    .some((each) => (names(each, "resources", bucket) || tagged(each, bucket)) && !excluded(each, bucket));

/** The buckets of the stack that a replication copies to. */
const destinationsOf = (stack: Stack, { props, propertyDependencies }: Resource): readonly Resource[] => {
  const arns = dictsAt(props, "rules").map((rule) => at(rule, "destination.bucket"));
  const sources = propertyDependencies?.["rules"] ?? [];
  return stack.ofType(BUCKET).filter((each) => sources.includes(each.urn) || arns.includes(arnOf(each)));
};

const switchedOff = ({ props }: Resource): boolean => {
  const rules = dictsAt(props, "rules");
  return rules.length > 0 && rules.every(({ status }) => status === "Disabled");
};

/** What is wrong with the bucket's copies; undefined where one of them is good. */
function lacking(stack: Stack, bucket: Resource): string | undefined {
  if (selected(stack, bucket)) return undefined;
  const replications = stack.referring(REPLICATION, "bucket", bucket).filter((each) => !switchedOff(each));
  if (replications.length === 0) return "its objects are nowhere else: no replication, no backup plan";
  const here = regionOf(bucket);
  const elsewhere = replications.some((each) => {
    const copies = destinationsOf(stack, each);
    return copies.length === 0 || copies.some((copy) => isMissing(here) || isUnknown(here) || regionOf(copy) !== here);
  });
  return elsewhere ? undefined : `its copy is in ${String(here)}, too`;
}

export const bucketBackedUp: StackRule = {
  name: "bucket-backed-up",
  pack: "backup",
  description:
    "Every bucket is copied to another region or is in a backup plan, except those that hold logs or copies.",
  severity: "medium",
  frameworks: ["Security Hub S3.7", "SOC 2 A1.2", "GDPR Art. 32"],
  why: "Versions lie in the bucket itself: they go with it, with its key, and with its region.",
  mend: "Add a BucketReplicationConfig to a bucket in another region, or name the bucket or a tag of it in an aws.backup.Selection.",
  link: "https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html",
  types: [BUCKET],
  level: "advisory",
  levels: { dev: "disabled", staging: "disabled" },
  onUnknown: {
    behaviour: "passes",
    text: "Unknown names, tags, selections and regions pass; so does a copy to a bucket of another stack. Conditions of a selection are not read.",
  },
  checkStack: (stack) => {
    const buckets = stack.ofType(BUCKET);
    const copies = new Set(stack.ofType(REPLICATION).flatMap((each) => destinationsOf(stack, each)));
    return buckets
      .filter((bucket) => !copies.has(bucket) && !holdsLogs(stack, bucket))
      .flatMap((resource) => {
        const message = lacking(stack, resource);
        return message === undefined ? [] : [{ resource, message }];
      });
  },
};

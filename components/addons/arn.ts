import type { Input } from "@pulumi/pulumi";
import type { CloudFacts } from "../contracts/addon";
import { join } from "./late";

/** AWS's name for the world that a region is in. */
export function partition(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The ARN of something of the stack's account and region. */
export function arn(facts: CloudFacts, service: string, resource: Input<string>): Input<string> {
  return join(`arn:${partition(facts.region)}:${service}:${facts.region}:${facts.account}:`, resource);
}

/** The ARN of something that has no region: IAM's. */
export function globalArn(facts: CloudFacts, service: string, resource: Input<string>): Input<string> {
  return join(`arn:${partition(facts.region)}:${service}::${facts.account}:`, resource);
}

/** The ARN of something that AWS owns itself: images, snapshots, its own parameters. */
export function publicArn(facts: CloudFacts, service: string, resource: string): string {
  return `arn:${partition(facts.region)}:${service}:${facts.region}::${resource}`;
}

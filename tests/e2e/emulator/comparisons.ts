/** What is asked of both the emulator and the simulated cloud, in this order; each question once of either. */
import { databases } from "./databases";
import { network } from "./network";
import { type Comparison, lax, ref, remove } from "./row";

import { groups, keys } from "./security";
import { buckets, caches } from "./stores";

export type { Comparison } from "./row";

const deletions: readonly Comparison[] = [
  remove("a VPC with all that lies in it", "DependencyViolation", "vpc", ["ec2", "delete_vpc", { VpcId: ref("vpc") }]),
  remove("a route table with an association", "DependencyViolation", "table", [
    "ec2",
    "delete_route_table",
    { RouteTableId: ref("table") },
  ]),
  remove(
    "a subnet with a NAT gateway",
    "DependencyViolation",
    "subnet-a",
    ["ec2", "delete_subnet", { SubnetId: ref("subnet-a") }],
    lax("moto keeps no interfaces of NAT gateways in their subnets"),
  ),
  remove(
    "an address of a NAT gateway",
    "InvalidIPAddress.InUse",
    "address",
    ["ec2", "release_address", { AllocationId: ref("address") }],
    lax("moto releases an address whoever has it"),
  ),
  remove(
    "a security group that another's rule names",
    "DependencyViolation",
    "app",
    ["ec2", "delete_security_group", { GroupId: ref("app") }],
    lax("moto does not look at the rules of others"),
  ),
  remove("a key that has an alias", "ok", "key", [
    "kms",
    "schedule_key_deletion",
    { KeyId: ref("key"), PendingWindowInDays: 7 },
  ]),
];

/** All of them; the order counts. */
export const COMPARISONS: readonly Comparison[] = [
  ...network,
  ...groups,
  ...keys,
  ...buckets,
  ...databases,
  ...caches,
  ...deletions,
];

import * as aws from "@pulumi/aws";
import { PrivateLinkEndpoint } from "@pulumi/mongodbatlas/privateLinkEndpoint";
import { PrivateLinkEndpointService } from "@pulumi/mongodbatlas/privateLinkEndpointService";
import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { StorePlacement } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { mongodbFacts } from "./options";
import { storeDoor } from "./store-parts";

export interface AwsAtlasLinkArgs {
  readonly scope: Scope;
  readonly placement: StorePlacement;
  readonly projectId: Input<string>;
  /** Options for what is Atlas's. */
  readonly ofAtlas: Pick<CustomResourceOptions, "provider">;
}

/** Atlas's own names of AWS's regions: `eu-west-1` → `EU_WEST_1`. */
export const atlasRegion = (region: string): string => region.toUpperCase().replaceAll("-", "_");

/**
 * The private way from the stack's network to a project of Atlas, which has no other: an endpoint in the data subnets, one address
 * in each zone, that only the cluster reaches. Atlas can open no connection by it.
 */
export class AwsAtlasLink extends BaseComponent {
  /** Id of the endpoint in AWS: connection strings are told apart by it. */
  readonly endpointId: Output<string>;
  /** Its own addresses, as ranges: a network policy that named the subnets would let pods to the other stores as well. */
  readonly cidrs: Output<string[]>;

  constructor(name: string, args: AwsAtlasLinkArgs, opts?: ComponentOpts) {
    super("slipway:aws:AtlasLink", name, opts);
    const { scope, placement, projectId, ofAtlas } = args;
    const link = new PrivateLinkEndpoint(
      name,
      { projectId, providerName: "AWS", region: atlasRegion(scope.region) },
      this.child(ofAtlas),
    );
    const { port, lastPort } = mongodbFacts("atlas");
    const door = storeDoor(name, { scope, placement, port, lastPort, description: "MongoDB Atlas" }, this.child());
    const endpoint = new aws.ec2.VpcEndpoint(
      name,
      {
        vpcId: placement.network.id,
        serviceName: link.endpointServiceName,
        vpcEndpointType: "Interface",
        subnetIds: placement.network.dataSubnetIds,
        securityGroupIds: [door.id],
        tags: named(scope.tags, name),
      },
      this.child(),
    );
    new PrivateLinkEndpointService(
      name,
      { projectId, providerName: "AWS", privateLinkId: link.privateLinkId, endpointServiceId: endpoint.id },
      this.child(ofAtlas),
    );
    this.endpointId = endpoint.id;
    this.cidrs = endpoint.subnetConfigurations.apply((each) => each.map(({ ipv4 }) => `${ipv4}/32`));
    this.registerOutputs({ endpointId: this.endpointId, cidrs: this.cidrs });
  }
}

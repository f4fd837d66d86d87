import { PrivateDnsZoneGroup } from "@pulumi/azure-native/network/privateDnsZoneGroup";
import { PrivateEndpoint } from "@pulumi/azure-native/network/privateEndpoint";
import { PrivateZone } from "@pulumi/azure-native/privatedns/privateZone";
import { VirtualNetworkLink } from "@pulumi/azure-native/privatedns/virtualNetworkLink";
import { type Input, type Output, output } from "@pulumi/pulumi";
import type { NetworkHandle } from "../../contracts/network";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { ready } from "../../shared/ordering";
import { named } from "../../shared/tags";
import { type AzurePlace, at } from "./place";

/** Service → its group of private endpoints, and the zone that its names are looked up in. Source: "Private endpoint DNS zone values". */
export const linkServices = {
  postgres: { group: "postgresqlServer", zone: "privatelink.postgres.database.azure.com" },
  redis: { group: "redisEnterprise", zone: "privatelink.redis.azure.net" },
  vault: { group: "vault", zone: "privatelink.vaultcore.azure.net" },
} as const;

export type LinkService = keyof typeof linkServices;

/** The private zone of one service: names in it lead to private endpoints for whoever asks inside the network. */
export class AzurePrivateZone extends BaseComponent {
  readonly id: Output<string>;

  constructor(
    name: string,
    {
      place,
      service,
      network,
    }: { readonly place: AzurePlace; readonly service: LinkService; readonly network: NetworkHandle },
    opts?: ComponentOpts,
  ) {
    super("slipway:azure:PrivateZone", name, opts);
    const zone = new PrivateZone(
      name,
      {
        resourceGroupName: place.group,
        location: "Global",
        privateZoneName: linkServices[service].zone,
        tags: named(place.scope.tags, name),
      },
      this.child(),
    );
    new VirtualNetworkLink(
      name,
      {
        resourceGroupName: place.group,
        location: "Global",
        privateZoneName: zone.name,
        virtualNetworkLinkName: place.scope.name,
        virtualNetwork: { id: network.id },
        registrationEnabled: false,
        tags: named(place.scope.tags, name),
      },
      this.child({ dependsOn: ready(network) }),
    );
    this.id = zone.id;
    this.registerOutputs({ id: this.id });
  }
}

export interface AzurePrivateEndpointArgs {
  readonly place: AzurePlace;
  readonly network: NetworkHandle;
  readonly service: LinkService;
  readonly zone: AzurePrivateZone;
  /** Full id of what it leads to. */
  readonly target: Input<string>;
}

/** An address in the network's data subnet that leads to one store, and its name. */
export class AzurePrivateEndpoint extends BaseComponent {
  constructor(name: string, args: AzurePrivateEndpointArgs, opts?: ComponentOpts) {
    super("slipway:azure:PrivateEndpoint", name, opts);
    const { place, network, service, zone, target } = args;
    const endpoint = new PrivateEndpoint(
      name,
      {
        ...at(place),
        privateEndpointName: name,
        subnet: { id: output(network.dataSubnetIds).apply((ids) => ids[0]!) },
        privateLinkServiceConnections: [
          { name: service, privateLinkServiceId: target, groupIds: [linkServices[service].group] },
        ],
        tags: named(place.scope.tags, name),
      },
      this.child({ dependsOn: ready(network) }),
    );
    new PrivateDnsZoneGroup(
      name,
      {
        resourceGroupName: place.group,
        privateEndpointName: endpoint.name,
        privateDnsZoneGroupName: "default",
        privateDnsZoneConfigs: [{ name: service, privateDnsZoneId: zone.id }],
      },
      this.child({ dependsOn: [zone] }),
    );
    this.registerOutputs({});
  }
}

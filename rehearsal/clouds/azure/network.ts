import { CloudError, type Context, isRecord, type TypeModel, text, valuesAt } from "../model";
import { parent, placed, privateAddress, to } from "./shared";

const vnet = "azure-native:network:VirtualNetwork";

/** An address of the documentation's ranges, the same in every run. */
const publicAddress = (c: Context): string => `203.0.113.${(Number.parseInt(c.hash(4, "address"), 16) % 250) + 2}`;

const numberOf = (address: string): number => address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);

function rangeOf(cidr: string): readonly [from: number, to: number] {
  const [address = "0.0.0.0", bits = "32"] = cidr.split("/");
  const from = numberOf(address);
  return [from, from + 2 ** (32 - Number(bits)) - 1];
}

/** A subnet lies in its VNet, and meets no other. */
function fits(c: Context): void {
  const network = c.find(vnet, "name", c.inputs["virtualNetworkName"]);
  const [from, until] = rangeOf(text(c.inputs, "addressPrefix"));
  const spaces = valuesAt(network?.inputs, "addressSpace.addressPrefixes[]").map((each) => rangeOf(String(each)));
  if (spaces.length > 0 && !spaces.some(([first, last]) => from >= first && until <= last)) {
    throw new CloudError("NetcfgInvalidSubnet", `${text(c.inputs, "addressPrefix")} of ${c.name} is not in its VNet`);
  }
  for (const other of c.others()) {
    if (other.inputs["virtualNetworkName"] !== c.inputs["virtualNetworkName"]) continue;
    const [first, last] = rangeOf(text(other.inputs, "addressPrefix"));
    if (from <= last && until >= first)
      throw new CloudError("NetcfgSubnetRangesOverlap", `${c.name} meets ${text(other.inputs, "subnetName")}`);
  }
}

/** A NAT gateway is of one zone, and takes Standard addresses alone. */
function standard(c: Context): void {
  const sku = isRecord(c.inputs["sku"]) ? c.inputs["sku"]["name"] : "Basic";
  if (sku !== "Standard")
    throw new CloudError("BasicSkuRetired", `${c.name} is ${String(sku)}, which is not made any more`);
}

/** No two rules of one direction have one priority. */
function priorities(c: Context): void {
  const seen = valuesAt(c.inputs, "securityRules[]").map((rule) =>
    isRecord(rule) ? `${String(rule["direction"])} ${String(rule["priority"])}` : "",
  );
  if (new Set(seen).size < seen.length)
    throw new CloudError("SecurityRuleConflict", `${c.name} has two rules of one priority`);
}

/** Networks, addresses, ways out, private endpoints and their names. */
export const network: Readonly<Record<string, TypeModel>> = {
  [vnet]: {
    ...placed("Microsoft.Network/virtualNetworks/{virtualNetworkName}", "virtualNetworkName"),
    references: [to.group],
    outputs: (c) => ({ name: text(c.inputs, "virtualNetworkName"), resourceGuid: c.hash(32, "guid"), etag: "" }),
    previewed: ["name"],
  },
  "azure-native:network:Subnet": {
    ...placed("Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}", "subnetName", [
      "virtualNetworkName",
    ]),
    references: [
      to.group,
      parent("virtualNetworkName", vnet),
      { path: "natGateway.id", to: ["azure-native:network:NatGateway"], error: "InvalidResourceReference" },
      {
        path: "networkSecurityGroup.id",
        to: ["azure-native:network:NetworkSecurityGroup"],
        error: "InvalidResourceReference",
      },
    ],
    validate: fits,
    outputs: (c) => ({ name: text(c.inputs, "subnetName"), etag: "" }),
    inUse: "InUseSubnetCannotBeDeleted",
  },
  "azure-native:network:PublicIPAddress": {
    ...placed("Microsoft.Network/publicIPAddresses/{publicIpAddressName}", "publicIpAddressName", ["sku", "zones"]),
    references: [to.group],
    validate: standard,
    outputs: (c) => ({ name: text(c.inputs, "publicIpAddressName"), ipAddress: publicAddress(c) }),
    inUse: "PublicIPAddressCannotBeDeleted",
  },
  "azure-native:network:NatGateway": {
    ...placed("Microsoft.Network/natGateways/{natGatewayName}", "natGatewayName", ["sku", "zones"]),
    references: [to.group, to.address("publicIpAddresses[].id")],
    validate: standard,
    outputs: (c) => ({ name: text(c.inputs, "natGatewayName") }),
  },
  "azure-native:network:NetworkSecurityGroup": {
    ...placed("Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}", "networkSecurityGroupName"),
    references: [to.group],
    validate: priorities,
    outputs: (c) => ({ name: text(c.inputs, "networkSecurityGroupName") }),
    inUse: "InUseNetworkSecurityGroupCannotBeDeleted",
  },
  "azure-native:network:PrivateEndpoint": {
    ...placed("Microsoft.Network/privateEndpoints/{privateEndpointName}", "privateEndpointName", [
      "subnet",
      "privateLinkServiceConnections",
    ]),
    references: [
      to.group,
      to.subnet("subnet.id"),
      {
        path: "privateLinkServiceConnections[].privateLinkServiceId",
        to: [
          "azure-native:dbforpostgresql:Server",
          "azure-native:redisenterprise:RedisEnterprise",
          "azure-native:keyvault:Vault",
        ],
        error: "InvalidResourceReference",
        // It goes with what it leads to.
        blocks: false,
      },
    ],
    outputs: (c) => ({
      name: text(c.inputs, "privateEndpointName"),
      networkInterfaces: [{ id: `${c.id}-nic` }],
      customDnsConfigs: [{ fqdn: c.name, ipAddresses: [privateAddress(c)] }],
    }),
  },
  "azure-native:network:PrivateDnsZoneGroup": {
    ...placed(
      "Microsoft.Network/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups/{privateDnsZoneGroupName}",
      "privateDnsZoneGroupName",
      ["privateEndpointName"],
    ),
    references: [
      to.group,
      parent("privateEndpointName", "azure-native:network:PrivateEndpoint"),
      {
        path: "privateDnsZoneConfigs[].privateDnsZoneId",
        to: ["azure-native:privatedns:PrivateZone"],
        error: "InvalidResourceReference",
      },
    ],
    outputs: (c) => ({ name: text(c.inputs, "privateDnsZoneGroupName") }),
  },
  "azure-native:privatedns:PrivateZone": {
    ...placed("Microsoft.Network/privateDnsZones/{privateZoneName}", "privateZoneName"),
    references: [to.group],
    outputs: (c) => ({ name: text(c.inputs, "privateZoneName"), numberOfRecordSets: 1 }),
    inUse: "CannotDeleteResource",
  },
  "azure-native:privatedns:VirtualNetworkLink": {
    ...placed(
      "Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}",
      "virtualNetworkLinkName",
      ["privateZoneName", "virtualNetwork"],
    ),
    references: [
      to.group,
      parent("privateZoneName", "azure-native:privatedns:PrivateZone"),
      to.network("virtualNetwork.id"),
    ],
    outputs: (c) => ({ name: text(c.inputs, "virtualNetworkLinkName"), virtualNetworkLinkState: "Completed" }),
  },
};

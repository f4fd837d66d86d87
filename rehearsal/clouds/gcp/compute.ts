import { type TypeModel, text } from "../model";
import { global, named, regional, selfLink, to } from "./shared";

/** An address of the documentation's ranges, the same in every run. */
const address = (hash: string): string => `203.0.113.${(Number.parseInt(hash.slice(0, 4), 16) % 250) + 2}`;

/** Networks, addresses and ways out. */
export const compute: Readonly<Record<string, TypeModel>> = {
  "gcp:compute/network:Network": {
    id: global("networks"),
    autoName: named,
    defaults: { autoCreateSubnetworks: true },
    outputs: (c) => ({ selfLink: selfLink(c), networkId: c.hash(18, "id"), gatewayIpv4: "" }),
    replaceOn: ["name", "autoCreateSubnetworks", "description"],
  },
  "gcp:compute/subnetwork:Subnetwork": {
    id: regional("subnetworks"),
    autoName: named,
    required: ["network", "ipCidrRange"],
    references: [to.network("network")],
    outputs: (c) => ({ selfLink: selfLink(c), gatewayAddress: "", purpose: c.inputs["purpose"] ?? "PRIVATE" }),
    replaceOn: ["name", "network", "region", "description", "purpose"],
  },
  "gcp:compute/address:Address": {
    id: regional("addresses"),
    autoName: named,
    outputs: (c) => ({
      address: c.inputs["address"] ?? address(c.hash(8, "address")),
      selfLink: selfLink(c),
      users: [],
    }),
    replaceOn: ["name", "region", "address", "addressType", "networkTier", "description", "network", "subnetwork"],
  },
  "gcp:compute/globalAddress:GlobalAddress": {
    id: global("addresses"),
    autoName: named,
    references: [to.network("network")],
    outputs: (c) => ({ address: c.inputs["address"] ?? address(c.hash(8, "address")), selfLink: selfLink(c) }),
    replaceOn: ["name", "network", "address", "prefixLength", "purpose", "addressType", "description", "ipVersion"],
  },
  "gcp:compute/router:Router": {
    id: regional("routers"),
    autoName: named,
    references: [to.network("network")],
    outputs: (c) => ({ selfLink: selfLink(c), creationTimestamp: c.now.toISOString() }),
    replaceOn: ["name", "network", "region"],
  },
  "gcp:compute/routerNat:RouterNat": {
    id: (c) =>
      [c.account, text(c.inputs, "region", c.region), text(c.inputs, "router"), text(c.inputs, "name")].join("/"),
    autoName: named,
    references: [
      { path: "router", to: ["gcp:compute/router:Router#name"], error: "NOT_FOUND" },
      { path: "natIps[]", to: ["gcp:compute/address:Address#selfLink"], error: "INVALID_ARGUMENT" },
      to.subnet("subnetworks[].name"),
    ],
    replaceOn: ["name", "router", "region", "type"],
  },
  "gcp:compute/firewall:Firewall": {
    id: global("firewalls"),
    autoName: named,
    defaults: { priority: 1000 },
    references: [to.network("network")],
    outputs: (c) => ({ selfLink: selfLink(c), creationTimestamp: c.now.toISOString() }),
    replaceOn: ["name", "network", "direction"],
  },
  "gcp:servicenetworking/connection:Connection": {
    id: (c) => `${text(c.inputs, "network")}:${text(c.inputs, "service")}`,
    required: ["network", "service", "reservedPeeringRanges"],
    references: [
      to.network("network"),
      {
        path: "reservedPeeringRanges[]",
        to: ["gcp:compute/globalAddress:GlobalAddress#name"],
        error: "INVALID_ARGUMENT",
      },
    ],
    outputs: () => ({ peering: "servicenetworking-googleapis-com" }),
    previewed: ["peering"],
    replaceOn: ["network", "service"],
  },
};

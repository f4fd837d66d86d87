import { texts } from "../../../clouds/paths";
import type { Bill } from "../../bill";
import type { CostView, Pricer } from "../../view";
import { HOURS } from "./shared";

export const natGateway: Pricer = (record, bill, { book, usage }) => {
  bill.add(record, {
    ...{ part: "network", what: "NAT gateway", unit: "hours", quantity: HOURS, price: book.service("nat.hour") },
  });
  bill.add(record, {
    ...{ part: "network", what: "data through NAT", unit: "GB" },
    ...{ quantity: usage.natGb, price: book.service("nat.gb") },
  });
};

/** Each public IPv4 address is paid for by the hour, in use or not. */
export const elasticIp: Pricer = (record, bill, { book }) => {
  bill.add(record, {
    ...{ part: "network", what: "public IPv4 address", unit: "hours", quantity: HOURS },
    price: book.service("ipv4.hour"),
  });
};

/** Gateway endpoints are free; interface endpoints are paid for in each zone. */
export const vpcEndpoint: Pricer = (record, bill, { book, usage }) => {
  if (record.inputs["vpcEndpointType"] !== "Interface") return;
  const zones = texts(record.inputs, "subnetIds[]").length;
  bill.add(record, {
    ...{ part: "network", what: `private path in ${zones} zones`, unit: "hours", quantity: HOURS * zones },
    price: book.service("endpoint.hour"),
  });
  bill.add(record, {
    ...{ part: "network", what: "data through it", unit: "GB" },
    ...{ quantity: usage.endpointGb, price: book.service("endpoint.gb") },
  });
};

/** A network load balancer's unit holds 1 GB an hour; an application load balancer's the same, or 25 new connections a second. */
export const loadBalancer: Pricer = (record, bill, { book, usage }) => {
  const network = record.inputs["loadBalancerType"] === "network";
  const kind = network ? "nlb" : "alb";
  const name = network ? "network load balancer" : "application load balancer";
  bill.add(record, {
    ...{ part: "load balancer", what: name, unit: "hours", quantity: HOURS, price: book.service(`${kind}.hour`) },
  });
  const connections = network ? 0 : (usage.requests * 1e6) / 3600 / 25;
  bill.add(record, {
    ...{ part: "load balancer", what: "capacity units", unit: "unit-hours" },
    ...{ quantity: Math.max(usage.internetGb, connections), price: book.service(`${kind}.lcu`) },
  });
  if (record.inputs["internal"] === true) return;
  const zones = texts(record.inputs, "subnets[]").length;
  bill.add(record, {
    ...{ part: "load balancer", what: `${zones} public IPv4 addresses`, unit: "hours", quantity: HOURS * zones },
    price: book.service("ipv4.hour"),
  });
};

/** Traffic of the whole stack, where it has a network of its own. */
export function traffic(bill: Bill, { graph, book, usage }: CostView): void {
  const [network] = graph.ofType("aws:ec2/vpc:Vpc");
  if (!network) return;
  const [entry] = graph.ofType("aws:lb/loadBalancer:LoadBalancer");
  if (entry)
    bill.add(entry, {
      ...{ part: "network", what: "data out to the internet", unit: "GB" },
      ...{ quantity: usage.internetGb, price: book.service("out.gb") },
    });
  const zones = new Set(graph.ofType("aws:ec2/subnet:Subnet").map(({ inputs }) => inputs["availabilityZone"])).size;
  if (zones < 2) return;
  // Paid for where it leaves and where it arrives.
  bill.add(network, {
    ...{ part: "network", what: "data between zones, both ends", unit: "GB" },
    ...{ quantity: usage.zoneGb * 2, price: book.service("zone.gb") },
  });
}

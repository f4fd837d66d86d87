import { at, type Dict, dictsAt, isUnknown, stringsAt } from "../read";
import type { Resource, ResourceRule } from "../rule";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const WORLD = /^(0\.0\.0\.0|::)\/0$/;
const OPEN_PORTS: readonly unknown[] = [80, 443];

/** An opening in any of the three notations: [protocol, from, to, sources]. */
interface Opening {
  readonly protocol: unknown;
  readonly from: unknown;
  readonly to: unknown;
  readonly sources: readonly string[];
}

function openings({ type, props }: Resource): readonly Opening[] {
  const inline = (block: Dict): Opening => ({
    protocol: block["protocol"],
    from: at(block, "fromPort"),
    to: at(block, "toPort"),
    sources: [...stringsAt(block, "cidrBlocks"), ...stringsAt(block, "ipv6CidrBlocks")],
  });
  if (type === GROUP) return dictsAt(props, "ingress").map(inline);
  if (type === RULE) return at(props, "type") === "ingress" ? [inline(props)] : [];
  const sources = [...stringsAt(props, "cidrIpv4"), ...stringsAt(props, "cidrIpv6")];
  return [{ protocol: at(props, "ipProtocol"), from: at(props, "fromPort"), to: at(props, "toPort"), sources }];
}

function isTooOpen({ protocol, from, to, sources }: Opening): boolean {
  if (!sources.some((source) => WORLD.test(source))) return false;
  if ([protocol, from, to].some(isUnknown)) return false;
  return !(protocol === "tcp" && from === to && OPEN_PORTS.includes(from));
}

export const noWorldIngress: ResourceRule = {
  name: "no-world-ingress",
  pack: "network",
  description: "The whole internet may reach ports 80 and 443 only.",
  severity: "critical",
  frameworks: ["AWS FSBP EC2.18", "PCI DSS 1.3.1"],
  why: "Every other port that is open to 0.0.0.0/0 or ::/0 is scanned within minutes.",
  mend: "Name the source: a security group, a prefix list or the addresses that need it.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18",
  types: [GROUP, RULE, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An opening with an unknown source, protocol or port passes." },
  check: (resource) =>
    openings(resource)
      .filter(isTooOpen)
      .map(({ protocol, from, to }) =>
        String(protocol) === "-1"
          ? "it lets the whole internet in on every port"
          : `it lets the whole internet in on ${String(protocol)} ${from === to ? String(from) : `${String(from)}–${String(to)}`}`,
      ),
};

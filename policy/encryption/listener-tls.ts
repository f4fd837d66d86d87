import type { Check } from "../checks";
import { at, type Dict, dictsAt, isMissing, isNot, isUnknown, partlyUnknown } from "../read";
import type { ResourceRule } from "../rule";

/** ELBSecurityPolicy-… names that offer TLS 1.2 or 1.3 only. */
const MODERN = /^ELBSecurityPolicy-(TLS13-1-[23]-|TLS-1-2-|FS-1-2-)/;

/** True for an action that is known to do more than send the client to HTTPS, or away. */
const servesPlain = (action: Dict): boolean =>
  isNot(action["type"], "fixed-response", "redirect") ||
  (action["type"] === "redirect" && isNot(at(action, "redirect.protocol"), "HTTPS"));

/** Recommended by AWS: TLS 1.3, and 1.2 with forward secrecy. */
const POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

const check: Check = ({ props }) => {
  const protocol = at(props, "protocol");
  if (protocol === "HTTP") {
    if (partlyUnknown(props, "defaultActions")) return [];
    return dictsAt(props, "defaultActions").some(servesPlain)
      ? ["it serves plain HTTP instead of redirecting to HTTPS"]
      : [];
  }
  if (protocol !== "HTTPS" && protocol !== "TLS") return [];
  const policy = at(props, "sslPolicy");
  if (isMissing(policy)) return ["it names no sslPolicy, and the default one accepts TLS 1.0"];
  return isUnknown(policy) || MODERN.test(String(policy))
    ? []
    : [`its policy ${String(policy)} accepts TLS older than 1.2`];
};

export const listenerTls: ResourceRule = {
  name: "listener-tls",
  pack: "encryption",
  description: "Listeners speak TLS 1.2 or newer, and HTTP only redirects.",
  severity: "high",
  frameworks: ["AWS FSBP ELB.1", "AWS FSBP ELB.17", "PCI DSS 4.2.1"],
  why: "Plain HTTP, TLS 1.0 and 1.1 can be read or downgraded on the way.",
  mend: 'Use HTTPS or TLS with sslPolicy "ELBSecurityPolicy-TLS13-1-2-2021-06"; let HTTP redirect to HTTPS.',
  link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
  types: ["aws:lb/listener:Listener", "aws:alb/listener:Listener"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown protocol, policy or action passes." },
  check,
  inPlace: "The policy of a listener changes in place; only clients that know nothing newer than TLS 1.1 are refused.",
  // Plain HTTP is left alone: where it should lead, nobody knows but the owner.
  remediate: (resource, context) =>
    resource.props["protocol"] !== "HTTP" && check(resource, context).length > 0 ? { sslPolicy: POLICY } : undefined,
};

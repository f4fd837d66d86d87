import { at, dictsAt, stringsAt } from "../read";
import type { ResourceRule } from "../rule";
import { CLOUDFRONT } from "../types";

export const cloudfrontOriginTls: ResourceRule = {
  name: "cloudfront-origin-tls",
  pack: "encryption",
  description: "Distributions fetch from custom origins over TLS 1.2.",
  severity: "high",
  frameworks: ["AWS FSBP CloudFront.9", "AWS FSBP CloudFront.10", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "The way from the edge to the origin crosses the internet as well.",
  mend: 'Set customOriginConfig { originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] }.',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-9",
  types: [CLOUDFRONT],
  level: "mandatory",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "An unknown origin, policy or protocol passes; the others are judged.",
  },
  check: ({ props }) =>
    dictsAt(props, "origins").flatMap((origin) => {
      const name = String(origin["originId"]);
      const policy = at(origin, "customOriginConfig.originProtocolPolicy");
      const old = stringsAt(origin, "customOriginConfig.originSslProtocols").filter((version) => version !== "TLSv1.2");
      return [
        ...(policy === "http-only" || policy === "match-viewer" ? [`it fetches from ${name} without TLS`] : []),
        ...(old.length > 0 ? [`it accepts ${old.join(", ")} from ${name}`] : []),
      ];
    }),
};

import { at, dictsAt } from "../read";
import type { ResourceRule } from "../rule";
import { CLOUDFRONT } from "../types";

export const cloudfrontHttps: ResourceRule = {
  name: "cloudfront-https",
  pack: "encryption",
  description: "Distributions redirect HTTP to HTTPS, or refuse it.",
  severity: "high",
  frameworks: ["AWS FSBP CloudFront.3", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: '"allow-all" serves pages and cookies in the clear to whoever asks so.',
  mend: 'Set viewerProtocolPolicy: "redirect-to-https" or "https-only" on every cache behaviour.',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-3",
  types: [CLOUDFRONT],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown policy or behaviour passes; the others are judged." },
  check: ({ props }) =>
    [at(props, "defaultCacheBehavior"), ...dictsAt(props, "orderedCacheBehaviors")]
      .filter((behaviour) => at(behaviour, "viewerProtocolPolicy") === "allow-all")
      .map((behaviour) => `it serves ${String(at(behaviour, "pathPattern") ?? "everything")} over plain HTTP`),
};

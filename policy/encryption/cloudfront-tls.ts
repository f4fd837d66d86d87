import { at, isTrue, isUnknown, shown } from "../read";
import type { ResourceRule } from "../rule";
import { CLOUDFRONT } from "../types";

const MODERN = /^TLSv1\.([2-9]|[1-9]\d)/;

export const cloudfrontTls: ResourceRule = {
  name: "cloudfront-tls",
  pack: "encryption",
  description: "Distributions speak TLS 1.2 or newer to viewers.",
  severity: "medium",
  frameworks: ["AWS FSBP CloudFront.15", "AWS FSBP CloudFront.7", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "With CloudFront's own certificate, and with older policies, TLS 1.0 is still accepted.",
  mend: 'Give viewerCertificate an acmCertificateArn and minimumProtocolVersion: "TLSv1.2_2021".',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-15",
  types: [CLOUDFRONT],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown viewerCertificate passes, and is judged at the update." },
  check: ({ props }) => {
    if (isTrue(at(props, "viewerCertificate.cloudfrontDefaultCertificate")))
      return ["its own certificate of CloudFront accepts TLS 1.0"];
    const version = at(props, "viewerCertificate.minimumProtocolVersion");
    return isUnknown(version) || MODERN.test(String(version)) ? [] : [`its oldest protocol is ${shown(version)}`];
  },
};

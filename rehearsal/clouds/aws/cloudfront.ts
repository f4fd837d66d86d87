import { CloudError, type Context, isRecord, type Reference, type TypeModel, text, UNKNOWN, valuesAt } from "../model";
import { refuseTwin, tagsOf, uuid } from "./shared";

/** Ids of policies that AWS keeps itself are UUIDs that no stack made. */
const policy = (path: string, type: string, error: string): Reference => ({
  ...{ path, to: [`aws:cloudfront/${type}`], error },
  except: /^(?:4135ea2d|216adef6|88a5eaf4|658327ea|b689b0a8|67f7725c)-/,
});

const behaviors = ["defaultCacheBehavior", "orderedCacheBehaviors[]"];

const known = (value: unknown): value is string => typeof value === "string" && value !== UNKNOWN;

/** What CloudFront refuses, from its API reference (CreateDistribution, errors). */
function distribution(c: Context): void {
  const certificate = valuesAt(c.inputs, "viewerCertificate.acmCertificateArn")[0];
  if (known(certificate) && !certificate.startsWith("arn:aws:acm:us-east-1:"))
    throw new CloudError("InvalidViewerCertificate", "the certificate must be in us-east-1");
  const origins = new Set(valuesAt(c.inputs, "origins[].originId"));
  for (const path of behaviors) {
    for (const behavior of valuesAt(c.inputs, path).filter(isRecord)) {
      if (!origins.has(behavior["targetOriginId"] ?? null))
        throw new CloudError("NoSuchOrigin", `${text(behavior, "targetOriginId")} is none of the origins`);
    }
  }
  coveredBy(c, certificate);
  const own = new Set(valuesAt(c.inputs, "aliases[]"));
  const taken = c.others().flatMap((other) => valuesAt(other.inputs, "aliases[]").filter((alias) => own.has(alias)));
  if (taken.length > 0) throw new CloudError("CNAMEAlreadyExists", `${taken.join(", ")} is another distribution's`);
}

function coveredBy(c: Context, certificate: unknown): void {
  if (!known(certificate)) return;
  const found = c.find("aws:acm/certificate:Certificate", "arn", certificate);
  if (!found) return;
  const names = new Set([
    ...valuesAt(found.inputs, "domainName"),
    ...valuesAt(found.inputs, "subjectAlternativeNames[]"),
  ]);
  const bare = valuesAt(c.inputs, "aliases[]").filter((alias) => !names.has(alias));
  if (bare.length > 0) throw new CloudError("InvalidViewerCertificate", `the certificate lacks ${bare.join(", ")}`);
}

/** Distributions, what they keep, and what they say. */
export const cloudfront: Readonly<Record<string, TypeModel>> = {
  "aws:cloudfront/distribution:Distribution": {
    id: (c) => `E${c.hash(13).toUpperCase()}`,
    required: ["origins", "defaultCacheBehavior", "restrictions", "viewerCertificate"],
    references: [
      {
        path: "viewerCertificate.acmCertificateArn",
        to: ["aws:acm/certificate:Certificate#arn"],
        error: "InvalidViewerCertificate",
      },
      { path: "webAclId", to: ["aws:wafv2/webAcl:WebAcl#arn"], error: "InvalidWebACLId" },
      {
        path: "origins[].originAccessControlId",
        to: ["aws:cloudfront/originAccessControl:OriginAccessControl"],
        error: "InvalidOriginAccessControl",
      },
      ...behaviors.flatMap((path) => [
        policy(`${path}.cachePolicyId`, "cachePolicy:CachePolicy", "NoSuchCachePolicy"),
        policy(`${path}.originRequestPolicyId`, "originRequestPolicy:OriginRequestPolicy", "NoSuchOriginRequestPolicy"),
        policy(
          `${path}.responseHeadersPolicyId`,
          "responseHeadersPolicy:ResponseHeadersPolicy",
          "NoSuchResponseHeadersPolicy",
        ),
      ]),
    ],
    validate: distribution,
    outputs: (c) => ({
      arn: `arn:aws:cloudfront::${c.account}:distribution/${c.id}`,
      domainName: `d${c.hash(13)}.cloudfront.net`,
      hostedZoneId: "Z2FDTNDATAQYW2",
      status: "Deployed",
      tagsAll: tagsOf(c.inputs),
    }),
    inUse: "DistributionNotDisabled",
  },
  "aws:cloudfront/cachePolicy:CachePolicy": {
    id: (c) => uuid(c),
    validate: (c) => refuseTwin(c, ["name"], "CachePolicyAlreadyExists"),
    replaceOn: ["name"],
    inUse: "CachePolicyInUse",
  },
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
    id: (c) => uuid(c),
    validate: (c) => refuseTwin(c, ["name"], "ResponseHeadersPolicyAlreadyExists"),
    inUse: "ResponseHeadersPolicyInUse",
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": {
    id: (c) => `E${c.hash(13).toUpperCase()}`,
    autoName: { property: "name", max: 64 },
    validate: (c) => refuseTwin(c, ["name"], "OriginAccessControlAlreadyExists"),
    inUse: "OriginAccessControlInUse",
  },
};

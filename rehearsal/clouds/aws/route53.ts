import { CloudError, type Context, type Json, type TypeModel, text, UNKNOWN } from "../model";
import { refuseTwin, tagsOf } from "./shared";

const NO_ZONE = "NoSuchHostedZone";

/** Whether a name lies in the zone whose id this is; a zone that is not known here was there before. */
function inZone(c: Context): void {
  const zone = c.find("aws:route53/zone:Zone", "id", c.inputs["zoneId"]);
  const name = text(c.inputs, "name").replace(/\.$/, "");
  if (!zone || name === UNKNOWN) return;
  const apex = text(zone.inputs, "name");
  if (name !== apex && !name.endsWith(`.${apex}`))
    throw new CloudError("InvalidChangeBatch", `RRSet with DNS name ${name} is not permitted in zone ${apex}`);
}

const answered = (c: Context): boolean => c.inputs["records"] !== undefined || c.inputs["aliases"] !== undefined;

/** A name has one record of a type, or several that routing tells apart. */
function recordOf(c: Context): void {
  inZone(c);
  if (!answered(c)) throw new CloudError("InvalidInput", `${c.name} has neither records nor an alias`);
  if (c.inputs["aliases"] !== undefined && c.inputs["ttl"] !== undefined)
    throw new CloudError("InvalidInput", `${c.name} is an alias, which has no TTL of its own`);
  const routed = Object.keys(c.inputs).some((key) => key.endsWith("RoutingPolicies") || key.endsWith("RoutingPolicy"));
  if (routed && c.inputs["setIdentifier"] === undefined)
    throw new CloudError("InvalidInput", `${c.name} has a routing policy and no set identifier`);
  if (c.inputs["allowOverwrite"] !== true)
    refuseTwin(c, ["zoneId", "name", "type", "setIdentifier"], "InvalidChangeBatch");
}

/** Route 53 signs with an elliptic key of us-east-1 and no other. */
function signedByFittingKey(c: Context): void {
  const key = c.find("aws:kms/key:Key", "arn", c.inputs["keyManagementServiceArn"]);
  if (!key) return;
  const { customerMasterKeySpec: spec, keyUsage, region } = key.inputs;
  if (spec !== "ECC_NIST_P256" || keyUsage !== "SIGN_VERIFY" || region !== "us-east-1")
    throw new CloudError("InvalidKMSArn", `${c.name}: the key is not one of ECC_NIST_P256 in us-east-1 that signs`);
}

const nameServers = (c: Context): Json =>
  ["com", "net", "org", "co.uk"].map(
    (end, index) => `ns-${parseInt(c.hash(2, `${index}`), 16)}.awsdns-${index}.${end}`,
  );

/** Zones, records and health checks. */
export const route53: Readonly<Record<string, TypeModel>> = {
  "aws:route53/zone:Zone": {
    id: (c) => `Z${c.hash(19).toUpperCase()}`,
    defaults: { comment: "Managed by Pulumi", forceDestroy: false },
    outputs: (c) => ({
      arn: `arn:aws:route53:::hostedzone/${c.id}`,
      zoneId: c.id,
      nameServers: nameServers(c),
      primaryNameServer: (nameServers(c) as string[])[0]!,
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["name", "delegationSetId"],
    inUse: "HostedZoneNotEmpty",
  },
  "aws:route53/record:Record": {
    id: (c) => {
      const { setIdentifier } = c.inputs;
      const own = typeof setIdentifier === "string" ? [setIdentifier] : [];
      return [text(c.inputs, "zoneId"), text(c.inputs, "name"), text(c.inputs, "type"), ...own].join("_");
    },
    references: [
      // One that was there before is none of the stack's.
      { path: "zoneId", to: ["aws:route53/zone:Zone"], error: NO_ZONE, except: /^Z[A-Z0-9]+$/ },
      { path: "healthCheckId", to: ["aws:route53/healthCheck:HealthCheck"], error: "NoSuchHealthCheck" },
    ],
    validate: recordOf,
    outputs: (c) => ({ fqdn: text(c.inputs, "name") }),
    replaceOn: ["zoneId", "name", "type", "setIdentifier"],
  },
  "aws:route53/keySigningKey:KeySigningKey": {
    id: (c) => [text(c.inputs, "hostedZoneId"), text(c.inputs, "name")].join(","),
    required: ["hostedZoneId", "keyManagementServiceArn"],
    references: [
      { path: "hostedZoneId", to: ["aws:route53/zone:Zone"], error: NO_ZONE },
      { path: "keyManagementServiceArn", to: ["aws:kms/key:Key#arn"], error: "InvalidKMSArn" },
    ],
    validate: signedByFittingKey,
    outputs: (c) => ({
      status: "ACTIVE",
      dsRecord: `${parseInt(c.hash(4), 16)} 13 2 ${c.hash(64).toUpperCase()}`,
    }),
    replaceOn: ["hostedZoneId", "name", "keyManagementServiceArn"],
  },
  "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec": {
    id: (c) => text(c.inputs, "hostedZoneId"),
    references: [{ path: "hostedZoneId", to: ["aws:route53/zone:Zone"], error: NO_ZONE }],
    validate: (c) => {
      if (text(c.inputs, "hostedZoneId") === UNKNOWN) return;
      if (!c.find("aws:route53/keySigningKey:KeySigningKey", "hostedZoneId", c.inputs["hostedZoneId"]))
        throw new CloudError("KeySigningKeyWithActiveStatusNotFound", `${c.name}: the zone has no key to sign with`);
    },
    replaceOn: ["hostedZoneId"],
  },
  "aws:route53/healthCheck:HealthCheck": {
    id: (c) => `${c.hash(8)}-${c.hash(4, "b")}-${c.hash(4, "c")}-${c.hash(4, "d")}-${c.hash(12, "e")}`,
    outputs: (c) => ({ arn: `arn:aws:route53:::healthcheck/${c.id}`, tagsAll: tagsOf(c.inputs) }),
    replaceOn: ["type", "requestInterval"],
  },
};

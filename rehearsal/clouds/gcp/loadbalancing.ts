import {
  CloudError,
  type Context,
  holdsUnknown,
  isRecord,
  type Properties,
  type Reference,
  type TypeModel,
  text,
  UNKNOWN,
  valuesAt,
} from "../model";
import { global, named, selfLink } from "./shared";

const IN_USE = "resourceInUseByAnotherResource";
const service = "gcp:compute/backendService:BackendService";
const bucket = "gcp:compute/backendBucket:BackendBucket";
const policy = "gcp:compute/securityPolicy:SecurityPolicy";
const map = "gcp:compute/uRLMap:URLMap";

const ref = (path: string, ...types: readonly string[]): Reference => ({
  ...{ path, to: types.flatMap((type) => [type, `${type}#selfLink`]), error: "notFound" },
});

const refuse = (c: Context, why: string): never => {
  throw new CloudError("invalid", `Invalid value for ${c.name}: ${why}`);
};

/** What every thing of a global load balancer has alike. */
const balanced = (kind: string, replaceOn: readonly string[] = []) => ({
  id: global(kind),
  autoName: named,
  inUse: IN_USE,
  outputs: (c: Context): Properties => ({
    selfLink: selfLink(c),
    creationTimestamp: c.now.toISOString(),
    fingerprint: "",
  }),
  replaceOn: ["name", ...replaceOn],
});

/** How long things are kept ("Cloud CDN: cache modes"). */
function cacheAccepts(c: Context): void {
  const cdn = c.inputs["cdnPolicy"];
  if (!isRecord(cdn)) return;
  const { cacheMode, clientTtl, defaultTtl, maxTtl } = cdn;
  const most = 31_622_400;
  for (const ttl of [clientTtl, defaultTtl, maxTtl])
    if (typeof ttl === "number" && ttl > most) refuse(c, `a TTL of ${ttl}: at most ${most}`);
  if (cacheMode === "FORCE_CACHE_ALL" && maxTtl !== undefined) refuse(c, "maxTtl is not for FORCE_CACHE_ALL");
  if (cacheMode === "USE_ORIGIN_HEADERS" && defaultTtl !== undefined)
    refuse(c, "USE_ORIGIN_HEADERS takes no defaultTtl");
  if (typeof maxTtl === "number" && typeof defaultTtl === "number" && defaultTtl > maxTtl)
    refuse(c, "defaultTtl is beyond maxTtl");
}

function serviceAccepts(c: Context): void {
  cacheAccepts(c);
  const groups = valuesAt(c.inputs, "backends[].group");
  const onInternet = groups.some((group) =>
    c.find("gcp:compute/globalNetworkEndpointGroup:GlobalNetworkEndpointGroup", "id", group),
  );
  if (onInternet && c.inputs["healthChecks"] !== undefined) refuse(c, "internet NEGs have no health checks");
  if (!onInternet && groups.length > 0 && !holdsUnknown(groups) && c.inputs["healthChecks"] === undefined)
    refuse(c, "it needs a health check");
  if (c.inputs["edgeSecurityPolicy"] !== undefined && c.inputs["enableCdn"] !== true)
    refuse(c, "an edge security policy stands before what is kept: enableCdn is not set");
}

/** Paths end with a wildcard, or have none; matchers have names; one kind of rule each ("URL maps overview"). */
function mapAccepts(c: Context): void {
  const answers = ["defaultService", "defaultUrlRedirect", "defaultRouteAction"].filter(
    (key) => c.inputs[key] !== undefined,
  );
  if (answers.length === 0) refuse(c, "nothing is said of requests that no rule matches");
  const matchers = valuesAt(c.inputs, "pathMatchers[]").filter(isRecord);
  const names = new Set(matchers.map(({ name }) => name));
  for (const wanted of valuesAt(c.inputs, "hostRules[].pathMatcher"))
    if (!names.has(wanted)) refuse(c, `there is no path matcher ${String(wanted)}`);
  const hosts = valuesAt(c.inputs, "hostRules[].hosts[]");
  if (new Set(hosts).size < hosts.length) refuse(c, "a host stands in two rules");
  for (const matcher of matchers) {
    if (valuesAt(matcher, "pathRules[]").length > 0 && valuesAt(matcher, "routeRules[]").length > 0)
      refuse(c, `${String(matcher["name"])} has pathRules and routeRules`);
    for (const path of valuesAt(matcher, "pathRules[].paths[]").map(String))
      if (!/^\/(?:[^*]*\/)?(?:\*|[^*]*)$/.test(path))
        refuse(c, `the path ${path}: * stands at the end alone, after a /`);
    const priorities = valuesAt(matcher, "routeRules[].priority");
    if (new Set(priorities).size < priorities.length)
      refuse(c, `two rules of ${String(matcher["name"])} have one priority`);
  }
}

const LAST = 2_147_483_647;

/** What a policy of either kind takes ("Cloud Armor quotas and limits", "Security policy types"). */
function policyAccepts(c: Context): void {
  const rules = valuesAt(c.inputs, "rules[]").filter(isRecord);
  const priorities = rules.map(({ priority }) => priority);
  if (new Set(priorities).size < priorities.length) refuse(c, "two rules have one priority");
  if (!priorities.includes(LAST)) refuse(c, `it has no default rule, of priority ${LAST}`);
  const edge = c.inputs["type"] === "CLOUD_ARMOR_EDGE";
  for (const rule of rules) {
    const ranges = valuesAt(rule, "match.config.srcIpRanges[]").length;
    if (ranges > 10) refuse(c, `${ranges} ranges in a rule: at most 10`);
    const [expression] = valuesAt(rule, "match.expr.expression").map(String);
    if (edge && (rule["action"] === "throttle" || expression?.includes("evaluatePreconfiguredWaf")))
      refuse(c, "at the edge itself a policy knows addresses and countries alone");
    if (rule["action"] === "throttle" && !isRecord(rule["rateLimitOptions"])) refuse(c, "a throttle has no rate");
  }
}

/** `projects/<project>/locations/<location>/<kind>/<name>` of Certificate Manager. */
const certified = (kind: string, replaceOn: readonly string[]) => ({
  id: (c: Context) =>
    `projects/${c.account}/locations/${text(c.inputs, "location", "global")}/${kind}/${text(c.inputs, "name")}`,
  autoName: named,
  inUse: "FAILED_PRECONDITION",
  replaceOn: ["name", ...replaceOn],
});

function mapEntryId(c: Context): string {
  return `projects/${c.account}/locations/global/certificateMaps/${text(c.inputs, "map")}/certificateMapEntries/${text(c.inputs, "name")}`;
}

/** A global load balancer, what it answers from, its certificates, its firewall, and where its logs go. */
export const loadbalancing: Readonly<Record<string, TypeModel>> = {
  "gcp:compute/globalNetworkEndpointGroup:GlobalNetworkEndpointGroup": {
    ...balanced("networkEndpointGroups", ["networkEndpointType", "defaultPort", "description"]),
    required: ["networkEndpointType"],
  },
  "gcp:compute/globalNetworkEndpoint:GlobalNetworkEndpoint": {
    id: (c) =>
      [
        c.account,
        text(c.inputs, "globalNetworkEndpointGroup"),
        text(c.inputs, "ipAddress"),
        text(c.inputs, "fqdn"),
        text(c.inputs, "port"),
      ].join("/"),
    required: ["globalNetworkEndpointGroup", "port"],
    references: [
      {
        path: "globalNetworkEndpointGroup",
        to: ["gcp:compute/globalNetworkEndpointGroup:GlobalNetworkEndpointGroup#name"],
        error: "notFound",
      },
    ],
    replaceOn: ["globalNetworkEndpointGroup", "port", "ipAddress", "fqdn"],
  },
  [service]: {
    ...balanced("backendServices", ["loadBalancingScheme"]),
    references: [
      ref("backends[].group", "gcp:compute/globalNetworkEndpointGroup:GlobalNetworkEndpointGroup"),
      ref("securityPolicy", policy),
      ref("edgeSecurityPolicy", policy),
    ],
    validate: serviceAccepts,
  },
  [bucket]: {
    ...balanced("backendBuckets"),
    required: ["bucketName"],
    references: [
      { path: "bucketName", to: ["gcp:storage/bucket:Bucket#name"], error: "notFound" },
      ref("edgeSecurityPolicy", policy),
    ],
    validate: cacheAccepts,
  },
  [map]: {
    ...balanced("urlMaps"),
    references: [
      ...["defaultService", "pathMatchers[].defaultService", "pathMatchers[].pathRules[].service"].map((path) =>
        ref(path, service, bucket),
      ),
      ref("pathMatchers[].routeRules[].service", service, bucket),
      // Pages for errors come from buckets alone.
      ref("pathMatchers[].defaultCustomErrorResponsePolicy.errorService", bucket),
    ],
    validate: mapAccepts,
  },
  "gcp:compute/sSLPolicy:SSLPolicy": balanced("sslPolicies", ["description"]),
  "gcp:compute/targetHttpsProxy:TargetHttpsProxy": {
    ...balanced("targetHttpsProxies", ["description", "proxyBind"]),
    required: ["urlMap"],
    references: [ref("urlMap", map), ref("sslPolicy", "gcp:compute/sSLPolicy:SSLPolicy")],
    validate: (c) => {
      const certificates = text(c.inputs, "certificateMap");
      if (certificates === "" && c.inputs["sslCertificates"] === undefined) refuse(c, "it has no certificate");
      const id = certificates.replace("//certificatemanager.googleapis.com/", "");
      if (
        certificates !== "" &&
        certificates !== UNKNOWN &&
        !c.find("gcp:certificatemanager/certificateMap:CertificateMap", "id", id)
      )
        throw new CloudError("notFound", `The resource '${id}' was not found`);
    },
  },
  "gcp:compute/targetHttpProxy:TargetHttpProxy": {
    ...balanced("targetHttpProxies", ["description", "proxyBind"]),
    required: ["urlMap"],
    references: [ref("urlMap", map)],
  },
  "gcp:compute/globalForwardingRule:GlobalForwardingRule": {
    ...balanced("forwardingRules", [
      "ipAddress",
      "ipProtocol",
      "ipVersion",
      "portRange",
      "loadBalancingScheme",
      "description",
    ]),
    required: ["target"],
    references: [
      ref("target", "gcp:compute/targetHttpsProxy:TargetHttpsProxy", "gcp:compute/targetHttpProxy:TargetHttpProxy"),
      { path: "ipAddress", to: ["gcp:compute/globalAddress:GlobalAddress#address"], error: "notFound" },
    ],
  },
  [policy]: { ...balanced("securityPolicies", ["type"]), defaults: { type: "CLOUD_ARMOR" }, validate: policyAccepts },
  "gcp:certificatemanager/dnsAuthorization:DnsAuthorization": {
    ...certified("dnsAuthorizations", ["domain", "type", "location"]),
    required: ["domain"],
    outputs: (c) => ({
      dnsResourceRecords: [
        {
          name: `_acme-challenge${c.inputs["type"] === "PER_PROJECT_RECORD" ? `_${c.hash(16, "project")}` : ""}.${text(c.inputs, "domain")}.`,
          type: "CNAME",
          data: `${c.hash(32)}.authorize.certificatemanager.goog.`,
        },
      ],
    }),
  },
  "gcp:certificatemanager/certificate:Certificate": {
    ...certified("certificates", ["managed", "scope", "location"]),
    references: [
      {
        path: "managed.dnsAuthorizations[]",
        to: ["gcp:certificatemanager/dnsAuthorization:DnsAuthorization"],
        error: "NOT_FOUND",
      },
    ],
  },
  "gcp:certificatemanager/certificateMap:CertificateMap": certified("certificateMaps", []),
  "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry": {
    ...certified("", ["map", "hostname", "matcher"]),
    id: mapEntryId,
    required: ["map", "certificates"],
    references: [
      { path: "map", to: ["gcp:certificatemanager/certificateMap:CertificateMap#name"], error: "NOT_FOUND" },
      { path: "certificates[]", to: ["gcp:certificatemanager/certificate:Certificate"], error: "NOT_FOUND" },
    ],
  },
  "gcp:logging/projectBucketConfig:ProjectBucketConfig": {
    id: (c) =>
      `projects/${text(c.inputs, "project")}/locations/${text(c.inputs, "location")}/buckets/${text(c.inputs, "bucketId")}`,
    required: ["project", "location", "bucketId"],
    defaults: { retentionDays: 30 },
    outputs: (c) => ({ name: c.id, lifecycleState: "ACTIVE" }),
    replaceOn: ["project", "location", "bucketId", "cmekSettings"],
  },
  "gcp:logging/projectSink:ProjectSink": {
    id: (c) => `projects/${c.account}/sinks/${text(c.inputs, "name")}`,
    autoName: named,
    required: ["destination"],
    validate: (c) => {
      const destination = text(c.inputs, "destination");
      const [, id] = /^logging\.googleapis\.com\/(.+)$/.exec(destination) ?? [];
      if (
        id !== undefined &&
        !destination.includes(UNKNOWN) &&
        !c.find("gcp:logging/projectBucketConfig:ProjectBucketConfig", "id", id)
      )
        throw new CloudError("NOT_FOUND", `the log bucket ${id} is not there`);
    },
    outputs: (c) => ({ writerIdentity: `serviceAccount:service-${c.hash(12)}@gcp-sa-logging.iam.gserviceaccount.com` }),
    replaceOn: ["name", "project", "uniqueWriterIdentity"],
  },
};

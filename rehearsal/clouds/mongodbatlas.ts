import {
  type Catalogue,
  CloudError,
  type Context,
  catalogueOf,
  type Properties,
  type Reference,
  type TypeModel,
  text,
  UNKNOWN,
  valuesAt,
} from "./model";
import { objectAt, texts } from "./paths";

const type = (name: string): string => `mongodbatlas:index/${name}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const [project, cluster, link, service] = [
  type("project"),
  type("advancedCluster"),
  type("privateLinkEndpoint"),
  type("privateLinkEndpointService"),
] as const;
const [setup, authorization, encryption] = [
  type("cloudProviderAccessSetup"),
  type("cloudProviderAccessAuthorization"),
  type("encryptionAtRest"),
] as const;

/** Everything is in a project, which Atlas's API calls a group. */
const inProject: Reference = { path: "projectId", to: [project], error: "GROUP_NOT_FOUND" };
const ofCluster = (path: string): Reference => ({ path, to: [`${cluster}#name`], error: "CLUSTER_NOT_FOUND" });

/** Ids of Atlas: 24 hex digits. */
const atlasId = (c: Context): string => c.hash(24);

const refuse = (code: string, c: Context, reason: string): never => {
  throw new CloudError(code, `${c.name} ${reason}`);
};

/** Tiers of Atlas's general class that have members of their own, smallest first. */
const tiers = ["M10", "M20", "M30", "M40", "M50", "M60", "M80", "M140", "M200", "M300"];

/** What Atlas refuses of a cluster: see "Create One Cluster from One Project" of its administration API. */
function validateCluster(c: Context): void {
  const { inputs } = c;
  const invalid = (reason: string): never => refuse("INVALID_ATTRIBUTE", c, reason);
  const name = text(inputs, "name");
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,62}[A-Za-z0-9]$/.test(name)) invalid(`has the name '${name}'`);
  for (const size of texts(inputs, "replicationSpecs[].regionConfigs[].electableSpecs.instanceSize"))
    if (!tiers.includes(size)) invalid(`has members of '${size}', which is no tier`);
  for (const region of valuesAt(inputs, "replicationSpecs[].regionConfigs[]")) {
    const count = Number(objectAt(region, "electableSpecs")["nodeCount"]);
    if (![3, 5, 7].includes(count)) invalid(`has ${count} members that can be elected, not 3, 5 or 7`);
    const scaling = objectAt(region, "autoScaling");
    const [least, most] = ["computeMinInstanceSize", "computeMaxInstanceSize"].map((key) =>
      tiers.indexOf(text(scaling, key)),
    ) as [number, number];
    if (scaling["computeEnabled"] === true && (most < 0 || least > most)) invalid("scales from above to below");
  }
  if (inputs["pitEnabled"] === true && inputs["backupEnabled"] !== true)
    invalid("has a recovery to a moment of no backups");
  // A preview does not know the project of what it makes.
  if (inputs["projectId"] === UNKNOWN) return;
  if (inputs["encryptionAtRestProvider"] === "AWS" && !c.find(encryption, "projectId", inputs["projectId"]))
    invalid("is encrypted with a key that its project has not been given");
  const start = (each: string): string => each.slice(0, 23);
  const twin = c
    .others()
    .find(
      (each) => each.inputs["projectId"] === inputs["projectId"] && start(text(each.inputs, "name")) === start(name),
    );
  if (twin) refuse("DUPLICATE_CLUSTER_NAME", c, `begins with the same 23 characters as ${text(twin.inputs, "name")}`);
}

/** By the endpoints that its project has when it is made. */
function connectionStrings(c: Context): Properties {
  const tail = `${c.hash(5, "host")}.mongodb.net`;
  const name = text(c.inputs, "name").toLowerCase();
  const endpoint = c.find(service, "projectId", c.inputs["projectId"]);
  const host = `${name}-pl-0.${tail}`;
  return {
    ...{ standard: `mongodb://${name}-shard-00-00.${tail}:27017`, standardSrv: `mongodb+srv://${name}.${tail}` },
    ...{ private: "", privateSrv: "" },
    privateEndpoints: endpoint
      ? [
          {
            ...{ type: "MONGOD", connectionString: `mongodb://pl-0-${host}:1024,pl-0-${host}:1025,pl-0-${host}:1026` },
            ...{ srvConnectionString: `mongodb+srv://${host}`, srvShardOptimizedConnectionString: "" },
            endpoints: [
              {
                endpointId: text(endpoint.inputs, "endpointServiceId"),
                ...{
                  providerName: "AWS",
                  region: texts(c.inputs, "replicationSpecs[].regionConfigs[].regionName")[0] ?? "",
                },
              },
            ],
          },
        ]
      : [],
  };
}

/** One of a kind in its project. */
const once =
  (code: string, ...keys: readonly string[]) =>
  (c: Context): void => {
    const known = keys.every((key) => c.inputs[key] !== UNKNOWN);
    const same = c.others().some((each) => keys.every((key) => each.inputs[key] === c.inputs[key]));
    if (known && same)
      refuse(code, c, `is the second of its kind: ${keys.map((key) => text(c.inputs, key)).join(", ")}`);
  };

const types: Readonly<Record<string, TypeModel>> = {
  [project]: {
    id: atlasId,
    autoName: { property: "name", max: 64 },
    required: ["orgId"],
    outputs: (c) => ({ clusterCount: 0, created: c.now.toISOString(), ipAddresses: { services: { clusters: [] } } }),
    unique: { output: "name", error: "GROUP_ALREADY_EXISTS" },
    replaceOn: ["orgId"],
    inUse: "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS",
  },
  [cluster]: {
    id: atlasId,
    autoName: { property: "name", max: 64 },
    required: ["projectId", "clusterType", "replicationSpecs"],
    references: [inProject],
    validate: validateCluster,
    outputs: (c) => ({
      clusterId: c.id,
      connectionStrings: connectionStrings(c),
      ...{ createDate: c.now.toISOString(), stateName: "IDLE", configServerType: "" },
      mongoDbVersion: `${text(c.inputs, "mongoDbMajorVersion", "8.0")}.4`,
      rootCertType: text(c.inputs, "rootCertType", "ISRGROOTX1"),
      versionReleaseSystem: "LTS",
    }),
    replaceOn: ["projectId", "name"],
    beforeDelete: ({ inputs }) => {
      if (inputs["terminationProtectionEnabled"] === true)
        throw new CloudError(
          "CANNOT_TERMINATE_CLUSTER_WHEN_TERMINATION_PROTECTION_ENABLED",
          `cannot delete ${text(inputs, "name")}: it is protected`,
        );
    },
  },
  [type("cloudBackupSchedule")]: {
    id: atlasId,
    required: ["projectId", "clusterName"],
    references: [inProject, ofCluster("clusterName")],
    validate: (c) => {
      const kept = objectAt(c.inputs, "policyItemHourly")["retentionValue"];
      if (typeof kept === "number" && Number(c.inputs["restoreWindowDays"] ?? 0) > kept)
        refuse(
          "INVALID_ATTRIBUTE",
          c,
          `goes back ${text(c.inputs, "restoreWindowDays")} days, of snapshots that are kept ${kept}`,
        );
    },
    outputs: (c) => ({
      clusterId: c.hash(24, "cluster"),
      idPolicy: c.hash(24, "policy"),
      nextSnapshot: c.now.toISOString(),
    }),
    replaceOn: ["projectId"],
  },
  [type("databaseUser")]: {
    id: atlasId,
    required: ["projectId", "username", "authDatabaseName", "roles"],
    references: [inProject, ofCluster("scopes[].name")],
    validate: (c) => {
      if (!Array.isArray(c.inputs["roles"]) || c.inputs["roles"].length === 0)
        refuse("INVALID_ATTRIBUTE", c, "has no role");
      once("USER_ALREADY_EXISTS", "projectId", "username", "authDatabaseName")(c);
    },
    secrets: ["password"],
    replaceOn: ["projectId", "username"],
  },
  [type("maintenanceWindow")]: {
    id: (c) => text(c.inputs, "projectId"),
    required: ["projectId", "dayOfWeek", "hourOfDay"],
    references: [inProject],
    validate: ({ inputs, ...c }) => {
      const [day, hour] = [Number(inputs["dayOfWeek"]), Number(inputs["hourOfDay"])];
      if (day < 1 || day > 7 || hour < 0 || hour > 23)
        refuse("INVALID_ATTRIBUTE", { ...c, inputs }, `is on day ${day} of 7, at ${hour} of 0 to 23`);
    },
    outputs: () => ({ numberOfDeferrals: 0, timeZoneId: "Etc/UTC", startAsap: false }),
  },
  [link]: {
    id: atlasId,
    required: ["projectId", "providerName", "region"],
    references: [inProject],
    validate: once("PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION", "projectId", "providerName", "region"),
    outputs: (c) => ({
      privateLinkId: c.hash(24, "link"),
      endpointServiceName: `com.amazonaws.vpce.${text(c.inputs, "region").toLowerCase().replaceAll("_", "-")}.vpce-svc-0${c.hash(16, "service")}`,
      ...{ status: "AVAILABLE", errorMessage: "", interfaceEndpoints: [], regionName: text(c.inputs, "region") },
    }),
    replaceOn: ["projectId", "providerName", "region"],
    inUse: "CANNOT_DELETE_PRIVATE_ENDPOINT_SERVICE_WITH_INTERFACE_ENDPOINTS",
  },
  [service]: {
    id: atlasId,
    required: ["projectId", "providerName", "privateLinkId", "endpointServiceId"],
    references: [
      inProject,
      { path: "privateLinkId", to: [`${link}#privateLinkId`], error: "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND" },
      { path: "endpointServiceId", to: ["aws:ec2/vpcEndpoint:VpcEndpoint"], error: "INTERFACE_ENDPOINT_NOT_FOUND" },
    ],
    outputs: (c) => ({
      interfaceEndpointId: text(c.inputs, "endpointServiceId"),
      ...{ awsConnectionStatus: "AVAILABLE", deleteRequested: false, errorMessage: "" },
    }),
    replaceOn: ["projectId", "providerName", "privateLinkId", "endpointServiceId"],
  },
  [setup]: {
    id: atlasId,
    required: ["projectId", "providerName"],
    references: [inProject],
    outputs: (c) => ({
      roleId: c.hash(24, "role"),
      awsConfigs: [
        { atlasAwsAccountArn: "arn:aws:iam::536727724300:root", atlasAssumedRoleExternalId: c.hash(32, "external") },
      ],
      createdDate: c.now.toISOString(),
    }),
    replaceOn: ["providerName"],
  },
  [authorization]: {
    id: atlasId,
    required: ["projectId", "roleId"],
    references: [
      inProject,
      { path: "roleId", to: [`${setup}#roleId`], error: "CLOUD_PROVIDER_ACCESS_ROLE_NOT_FOUND" },
      { path: "aws.iamAssumedRoleArn", to: ["aws:iam/role:Role#arn"], error: "CANNOT_ASSUME_ROLE" },
    ],
    outputs: (c) => ({ authorizedDate: c.now.toISOString(), featureUsages: [] }),
    replaceOn: ["projectId", "roleId"],
  },
  [encryption]: {
    id: (c) => text(c.inputs, "projectId"),
    required: ["projectId"],
    references: [
      inProject,
      { path: "awsKmsConfig.roleId", to: [`${authorization}#roleId`], error: "CLOUD_PROVIDER_ACCESS_ROLE_NOT_FOUND" },
      {
        path: "awsKmsConfig.customerMasterKeyId",
        to: ["aws:kms/key:Key#arn", "aws:kms/key:Key"],
        error: "INVALID_AWS_KMS_KEY",
      },
    ],
    replaceOn: ["projectId"],
  },
  [type("projectIpAccessList")]: {
    id: atlasId,
    required: ["projectId"],
    references: [inProject],
    replaceOn: ["projectId", "cidrBlock", "ipAddress", "awsSecurityGroup", "comment"],
  },
};

/**
 * MongoDB Atlas. What replaces a resource is what its Terraform provider says so of (mongodb/terraform-provider-mongodbatlas); codes
 * are those of "Atlas Administration API Error Codes", where it has one.
 */
export const mongodbatlas: Catalogue = catalogueOf("mongodbatlas", types, {}, () => "rehearsal/clouds/mongodbatlas.ts");

import { atlasTiers } from "../../../../components/clouds/aws/options";
import type { CloudCheck } from "../../../plan/clouds/cloud";
import { awsConfig } from "../../clouds/aws";
import { type Problem, show } from "../../errors";
import type { ConfigOf } from "../../schema";
import { absent } from "../check";
import { fullHoursIn } from "../windows";

type AwsCheck = CloudCheck<ConfigOf<"aws">>;
type Documents = Extract<ConfigOf<"aws">["stores"][string], { kind: "mongodb" }>;
type Rule = (store: Documents, path: string) => readonly (Problem | false)[];

/** What each service has versions and classes of. */
const OF_SERVICE = {
  documentdb: {
    versions: ["5.0", "8.0"],
    isClass: (name: string) => name.startsWith("db."),
    classes: "an instance class of DocumentDB",
    example: "db.r6g.large",
  },
  atlas: {
    versions: ["7.0", "8.0"],
    isClass: (name: string) => atlasTiers.some((tier) => tier === name),
    classes: `a tier of Atlas: ${atlasTiers.join(", ")}`,
    example: "M30",
  },
} as const;

/** What a MongoDB says is of the service that it names. */
const ofItsService: Rule = ({ service, version, instanceClass, storageGb, atlas }, path) => {
  const { versions, isClass, classes, example } = OF_SERVICE[service];
  return [
    service === "documentdb" &&
      atlas !== undefined && {
        ...{ path: `${path}.service`, given: "documentdb, with the section atlas" },
        ...{ allowed: "service: atlas where there is such a section", mend: "write service: atlas, or remove atlas" },
      },
    service === "documentdb" &&
      storageGb !== undefined && {
        ...{ path: `${path}.storageGb`, given: `${storageGb}, with service: documentdb` },
        ...{ allowed: "nothing: DocumentDB's volume grows by itself", mend: "remove it" },
      },
    !versions.some((each) => each === version) && {
      ...{ path: `${path}.version`, given: `${version} of ${service}`, allowed: versions.join(" or ") },
      mend: `write version: "${versions.at(-1)}"`,
    },
    instanceClass !== undefined &&
      !isClass(instanceClass) && {
        ...{ path: `${path}.instanceClass`, given: `${instanceClass}, with service: ${service}` },
        ...{ allowed: classes, mend: `write it like ${example}, or remove it and write size` },
      },
  ];
};

/** Where it is made, and by which key. */
const placed: Rule = ({ service, atlas }, path) => {
  if (service !== "atlas") return [];
  if (atlas === undefined)
    return [absent(`${path}.atlas`, "organization (or project) and apiKey, with service: atlas")];
  const { organization, project, ownKey } = atlas;
  return [
    organization === undefined &&
      project === undefined &&
      absent(`${path}.atlas.organization`, "the id of the organization to make a project in; or project"),
    organization !== undefined &&
      project !== undefined && {
        ...{ path: `${path}.atlas.project`, given: `${project}, with organization ${organization}` },
        ...{ allowed: "one of both: a project is made, or it is there", mend: "remove one of them" },
      },
    project !== undefined &&
      ownKey === true && {
        ...{ path: `${path}.atlas.ownKey`, given: "true, with a project that is there" },
        allowed: "it with organization: a project has one key for all that is in it",
        mend: "remove it, and set up the key in Atlas; or let the project be made",
      },
  ];
};

/** How many members, how big, and to where they may grow. */
const sized: Rule = ({ service, size, instanceClass, replicas, storageGb, atlas }, path) => {
  if (service !== "atlas") return [];
  const max = atlas?.maxInstanceClass;
  const own = instanceClass ?? awsConfig.sizes.mongodb.bySizeWith.atlas[size]!;
  const rank = (tier: string): number => (atlasTiers as readonly string[]).indexOf(tier);
  return [
    ![2, 4, 6].includes(replicas) && {
      ...{ path: `${path}.replicas`, given: show(replicas) },
      ...{ allowed: "2, 4 or 6: three, five or seven members elect one of them", mend: "write replicas: 2" },
    },
    max !== undefined &&
      rank(max) <= rank(own) && {
        ...{ path: `${path}.atlas.maxInstanceClass`, given: `${max}, of members that are ${own}` },
        ...{ allowed: `a bigger tier than ${own}`, mend: "write a bigger one, or remove it" },
      },
    max !== undefined &&
      storageGb !== undefined && {
        ...{ path: `${path}.storageGb`, given: `${storageGb}, with atlas.maxInstanceClass` },
        ...{ allowed: "nothing: what scales members sizes their disks too", mend: "remove one of them" },
      },
  ];
};

const maintained: Rule = ({ service, maintenanceWindow }, path) => [
  service === "atlas" &&
    fullHoursIn(maintenanceWindow) === 0 && {
      ...{ path: `${path}.maintenanceWindow`, given: maintenanceWindow },
      allowed: "a window in which an hour begins: Atlas's maintenance begins on the hour",
      mend: "write it like sun:03:30-sun:04:30",
    },
];

const rules: readonly Rule[] = [ofItsService, placed, sized, maintained];

const eachStore: AwsCheck = ({ stores }) =>
  Object.entries(stores ?? {}).flatMap(([name, store]) =>
    store.kind === "mongodb"
      ? rules.flatMap((rule) => rule(store, `stores.${name}`)).filter((found) => found !== false)
      : [],
  );

/** A project has one private endpoint in a region, and users of its own that are called after workloads. */
const projectsApart: AwsCheck = ({ stores }) => {
  const owners = new Map<string, string>();
  return Object.entries(stores ?? {}).flatMap(([name, store]): Problem[] => {
    const project = store.kind === "mongodb" ? store.atlas?.project : undefined;
    const owner = project === undefined ? undefined : owners.get(project);
    if (project !== undefined) owners.set(project, name);
    if (owner === undefined) return [];
    return [
      {
        path: `stores.${name}.atlas.project`,
        given: `${project}, which is that of ${owner} too`,
        allowed: "a project for each store",
        mend: "write organization instead, or the id of another project",
      },
    ];
  });
};

/** The other stack would know no password of its users. */
const alone: AwsCheck = ({ stores, standby }) =>
  Object.entries(stores ?? {}).flatMap(([name, store]): Problem[] =>
    standby === undefined || store.kind !== "mongodb" || store.service !== "atlas"
      ? []
      : [
          {
            path: `stores.${name}.service`,
            given: "atlas, in a pair of stacks",
            allowed: "no MongoDB of Atlas where another stack stands by",
            mend: "remove standby, or keep the cluster outside of both stacks",
          },
        ],
  );

/** MongoDBs of DocumentDB and of Atlas. */
export const atlasChecks: readonly AwsCheck[] = [eachStore, projectsApart, alone];

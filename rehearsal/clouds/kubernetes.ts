import {
  type Catalogue,
  CloudError,
  type Context,
  digest,
  type Instance,
  isRecord,
  type Properties,
  type TypeModel,
  text,
} from "./model";

/** Names that the provider makes up are `<logical name>-<8 hex>`. */
function objectName(c: Context): string {
  const metadata = c.inputs["metadata"];
  return text(isRecord(metadata) ? metadata : {}, "name");
}

function objectId(c: Context): string {
  const metadata = c.inputs["metadata"];
  const namespace = isRecord(metadata) ? text(metadata, "namespace") : "";
  return namespace ? `${namespace}/${objectName(c)}` : objectName(c);
}

/** What the API server adds to an object. */
function served(c: Context): Properties {
  const metadata = c.inputs["metadata"];
  const spec = isRecord(c.inputs["spec"]) ? c.inputs["spec"] : {};
  const uid = [8, 4, 4, 4, 12].map((length, part) => c.hash(length, `uid${part}`)).join("-");
  return {
    metadata: { ...(isRecord(metadata) ? metadata : {}), uid, resourceVersion: "1", generation: 1 },
    ...(c.type.endsWith(":Service") && {
      spec: { clusterIP: "172.20.0.10", type: "ClusterIP", ...spec },
      status:
        spec["type"] === "LoadBalancer" ? { loadBalancer: { ingress: [{ hostname: "lb.example.internal" }] } } : {},
    }),
  };
}

/** Namespaces that every cluster has. */
export const builtInNamespaces: readonly string[] = ["default", "kube-system", "kube-public", "kube-node-lease"];

const object: TypeModel = {
  id: (c) => `${c.type}/${objectId(c)}`,
  outputs: served,
  replaceOn: [],
  validate: (c) => {
    if (c.inputs["metadata"] !== undefined && !isRecord(c.inputs["metadata"])) {
      throw new CloudError("Invalid", `metadata of ${c.name} must be an object`);
    }
  },
};

/** `helm.v3.Release`: what the provider reads back from Helm's own record. */
const release: TypeModel = {
  id: (c) => `${text(c.inputs, "namespace", "default")}/${text(c.inputs, "name")}`,
  autoName: { property: "name", max: 53 },
  required: ["chart"],
  defaults: { namespace: "default" },
  outputs: (c) => ({
    resourceNames: {},
    status: {
      name: text(c.inputs, "name"),
      namespace: text(c.inputs, "namespace", "default"),
      chart: text(c.inputs, "chart"),
      version: text(c.inputs, "version", "0.1.0"),
      appVersion: "",
      revision: 1,
      status: "deployed",
    },
  }),
  replaceOn: ["name", "namespace", "repositoryOpts"],
};

const release3 = "kubernetes:helm.sh/v3:Release";

/** UID of `kube-system`, by which a cluster is known: in a rehearsal it is the one that config expects. */
function existing(type: string, id: string, account: string): Instance | undefined {
  if (type !== "kubernetes:core/v1:Namespace" || !builtInNamespaces.includes(id)) return undefined;
  return { type, id, urn: "", inputs: {}, outputs: { metadata: { name: id, uid: account } } };
}

/** Kubernetes: any object is known, since the API server takes any that its definitions allow. */
export const kubernetes: Catalogue = {
  provider: "kubernetes",
  type: (token) => (token === release3 ? release : token.split(":").length === 3 ? withName(token) : undefined),
  invokes: {},
  existing: (type, id, { account }) => existing(type, id, account),
  fileFor: () => "rehearsal/clouds/kubernetes.ts",
  references: [],
};

const byToken = new Map<string, TypeModel>();

/** Objects of one type; each gets a name where the program gave none. */
function withName(token: string): TypeModel {
  const known = byToken.get(token);
  if (known) return known;
  const model: TypeModel = { ...object, fill: nameObject };
  byToken.set(token, model);
  return model;
}

function nameObject(inputs: Properties, urn: string): Properties {
  const metadata = isRecord(inputs["metadata"]) ? inputs["metadata"] : {};
  if (typeof metadata["name"] === "string" || metadata["generateName"] !== undefined) return inputs;
  const name = `${urn.slice(urn.lastIndexOf("::") + 2)}-${digest(8, urn, "name")}`;
  return { ...inputs, metadata: { ...metadata, name } };
}

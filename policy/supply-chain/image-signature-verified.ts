import { podOf, valueNodes } from "../pods";
import { at, dictsAt, isUnknown } from "../read";
import type { Resource, Stack, StackRule } from "../rule";
import { hasUnseenRelease, nameOf, sameNamespace, selects } from "../selectors";
import { HELM_RELEASE, NAMESPACE, WORKLOADS } from "../types";
import { fullName } from "./approved-registry";

/** Registries that keep signatures beside images, and that cosign's makers name as tried. */
const SUPPORTING =
  /^(?:ghcr\.io|docker\.io|quay\.io|gcr\.io|[a-z0-9-]+\.pkg\.dev|\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com|[a-z0-9]+\.azurecr\.io|registry\.gitlab\.com|public\.ecr\.aws)\//;

const POLICIES = ["v1", "v1beta1", "v1alpha1"].map(
  (version) => `kubernetes:policies.kyverno.io/${version}:ImageValidatingPolicy`,
);

export const imageSignatureVerified: StackRule = {
  name: "image-signature-verified",
  pack: "supply-chain",
  description: "Images from registries that keep signatures are verified by the cluster before they run.",
  severity: "medium",
  frameworks: ["SLSA Build L2", "NSA/CISA Kubernetes Hardening Guide", "SOC 2 CC8.1"],
  why: "Whoever can push to a registry, or name another image, can otherwise run what no pipeline has built.",
  mend: "Sign images with cosign and say by whom (slipway:images.signedBy), or add an ImageValidatingPolicy of Kyverno's that denies.",
  link: "https://kyverno.io/docs/policy-types/image-validating-policy/",
  types: [NAMESPACE],
  level: "advisory",
  levels: { dev: "disabled", staging: "disabled" },
  onUnknown: {
    behaviour: "passes",
    text: "Unknown images, namespaces and policies pass.",
  },
  checkStack: (stack) =>
    stack.ofType(NAMESPACE).flatMap((resource) => {
      const globs = verifiedIn(stack, resource);
      if (globs === "unknown") return [];
      const places = imagesIn(stack, resource).filter(
        (image) => SUPPORTING.test(image) && !globs.some((glob) => glob.test(image)),
      );
      const registries = [...new Set(places.map((image) => image.split("/")[0]!))].sort();
      return registries.map((registry) => ({
        resource,
        message: `images from ${registry} run here, and nobody verifies who signed them`,
      }));
    }),
};

/** Names of the images that pods of a namespace run, with their registries. */
function imagesIn(stack: Stack, namespace: Resource): readonly string[] {
  const place = { ...namespace, props: { metadata: { namespace: nameOf(namespace) } } };
  const here = (object: Resource) => sameNamespace(object, place) === "yes";
  const ofPods = stack
    .ofType(...WORKLOADS)
    .filter(here)
    .flatMap((object) => podOf(object)?.containers.map(({ spec }) => spec["image"]) ?? []);
  // Where nothing was rendered, what a chart's values say by the usual names.
  const ofValues = hasUnseenRelease(stack, place)
    ? stack.ofType(HELM_RELEASE).filter(here).flatMap(imagesOfValues)
    : [];
  return [...ofPods, ...ofValues]
    .filter((image) => typeof image === "string" && !isUnknown(image) && image !== "")
    .map(String)
    .map(fullName);
}

function imagesOfValues(release: Resource): unknown[] {
  return valueNodes(release).flatMap(({ key, value }) => (key === "image" ? [value["repository"]] : []));
}

/** Which images are verified in a namespace; `unknown` where that cannot be told yet. */
function verifiedIn(stack: Stack, namespace: Resource): readonly RegExp[] | "unknown" {
  const name = nameOf(namespace);
  if (isUnknown(name)) return "unknown";
  const globs: RegExp[] = [];
  for (const policy of stack.ofType(...POLICIES)) {
    const spec = at(policy.props, "spec");
    const selector = at(spec, "matchConstraints.namespaceSelector") ?? {};
    const labels = { ...(at(namespace.props, "metadata.labels") as object), "kubernetes.io/metadata.name": name };
    const selected = selects(selector, labels);
    const actions = at(spec, "validationActions");
    const references = at(spec, "matchImageReferences");
    if (selected === "maybe" || isUnknown(actions) || isUnknown(references)) return "unknown";
    if (selected === "no" || !Array.isArray(actions) || !actions.includes("Deny")) continue;
    for (const { glob } of dictsAt(spec, "matchImageReferences")) {
      if (typeof glob === "string") globs.push(patternOf(glob));
      else return "unknown";
    }
  }
  return globs;
}

const patternOf = (glob: string): RegExp =>
  new RegExp(`^${glob.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}`);

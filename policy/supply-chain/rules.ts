import type { Rule } from "../rule";
import { approvedRegistry } from "./approved-registry";
import { azureAksPolicyAddon } from "./azure-aks-policy-addon";
import { azureRegistryNoAnonymousPull } from "./azure-registry-no-anonymous-pull";
import { ecrImmutableTags } from "./ecr-immutable-tags";
import { ecrScanOnPush } from "./ecr-scan-on-push";
import { gcpArtifactImmutableTags } from "./gcp-artifact-immutable-tags";
import { gcpArtifactScanning } from "./gcp-artifact-scanning";
import { gcpBinaryAuthorization } from "./gcp-binary-authorization";
import { helmChartPinned } from "./helm-chart-pinned";
import { helmReleaseJudged } from "./helm-release-judged";
import { imageDigest } from "./image-digest";
import { imageNotFloating } from "./image-not-floating";
import { imagePullPolicy } from "./image-pull-policy";
import { imageSignatureVerified } from "./image-signature-verified";
import { lambdaSupportedRuntime } from "./lambda-supported-runtime";

/** Every rule of the pack, by name. */
export const supplyChain: readonly Rule[] = [
  approvedRegistry,
  azureAksPolicyAddon,
  azureRegistryNoAnonymousPull,
  ecrImmutableTags,
  ecrScanOnPush,
  gcpArtifactImmutableTags,
  gcpArtifactScanning,
  gcpBinaryAuthorization,
  helmChartPinned,
  helmReleaseJudged,
  imageDigest,
  imageNotFloating,
  imagePullPolicy,
  imageSignatureVerified,
  lambdaSupportedRuntime,
];

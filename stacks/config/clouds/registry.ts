import type { CloudName } from "../../../components/clouds/registry";
import { awsConfig } from "./aws";
import { azureConfig } from "./azure";
import type { CloudConfig } from "./cloud";
import { gcpConfig } from "./gcp";
import { kubernetesConfig } from "./kubernetes";
import { vpsConfig } from "./vps";

/** cloud → what its config is: exhaustive, so a cloud without one does not compile. */
export const cloudConfigs = {
  aws: awsConfig,
  azure: azureConfig,
  gcp: gcpConfig,
  kubernetes: kubernetesConfig,
  vps: vpsConfig,
} satisfies Readonly<Record<CloudName, CloudConfig>>;

/** The clouds there are. */
export const cloudNames = Object.keys(cloudConfigs) as CloudName[];

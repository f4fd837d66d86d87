import { type Input, interpolate, type Output, output } from "@pulumi/pulumi";
import { loginKubeconfig } from "../../shared/kubeconfig";

/** The application that AKS's API is known as in Entra ID, the same everywhere. Source: kubelogin, "AKS". */
const AKS_SERVER = "6dae42f8-4368-4678-94ff-3960e28e3630";

export interface KubeconfigArgs {
  /** Name that the API answers under. */
  readonly host: Input<string>;
  /** A kubeconfig as AKS hands it out, in Base64: its certificates are taken, and nothing else. */
  readonly given: Input<string>;
}

/** Certificates of the authority that signs the API's own, in Base64. @throws Error where AKS hands out none */
function authorityIn(given: string): string {
  const text = Buffer.from(given, "base64").toString("utf8");
  const [, data] = /certificate-authority-data:\s*"?([A-Za-z0-9+/=]+)/.exec(text) ?? [];
  if (!data) throw new Error("the kubeconfig that AKS handed out has no certificate-authority-data");
  return data;
}

/** Whoever uses it logs in by kubelogin, with what `az login` or CI has. */
export function kubeconfigOf({ host, given }: KubeconfigArgs): Output<string> {
  return loginKubeconfig({
    server: interpolate`https://${host}`,
    authority: output(given).apply(authorityIn),
    login: {
      command: "kubelogin",
      args: ["get-token", "--login", "azurecli", "--server-id", AKS_SERVER],
      installHint: "install it with: az aks install-cli",
    },
  });
}

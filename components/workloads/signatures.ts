import * as k8s from "@pulumi/kubernetes";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel } from "../shared/labels";

/** Who may have signed an image: a login at an issuer of identities, or the holder of a key. */
export type Signer =
  | {
      /** Such as `https://token.actions.githubusercontent.com`. */
      readonly issuer: string;
      /** The certificate's subject; `*` stands for anything. */
      readonly subject: string;
    }
  | {
      /** A public key in PEM, or a reference to one in a key service (`awskms:///…`). */
      readonly publicKey: string;
    };

/** Images of one place, and who must have signed each of them. */
export interface SignedImages {
  /** A registry, or a folder in one. */
  readonly from: string;
  /** One of them is enough. */
  readonly signers: readonly Signer[];
}

export interface ImageSignaturesArgs {
  /** The system whose workloads these are. */
  readonly partOf: string;
  readonly namespaces: readonly string[];
  readonly images: readonly SignedImages[];
}

/** Seconds that the API server waits for the answer: the registry and the log of signatures are asked. */
const ANSWER = 15;

const GROUPS = ["containers", "initContainers", "ephemeralContainers"] as const;

/**
 * Images from these places start in these namespaces only if they bear a signature of cosign by one of their signers.
 * Kyverno verifies them before a pod starts; while it cannot, none does. A tag is replaced by the digest that was
 * verified, so that nothing else can be fetched in between.
 */
export class ImageSignatures extends BaseComponent {
  constructor(
    private readonly name: string,
    private readonly args: ImageSignaturesArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:workloads:ImageSignatures", name, opts);
    for (const images of args.images) this.policy(images);
    this.registerOutputs({});
  }

  private policy({ from, signers }: SignedImages): void {
    const name = `${this.name}-${from.replaceAll(/[^a-z0-9]+/g, "-")}`;
    const attestors = signers.map((signer, index) => ({ name: `signer${index + 1}`, cosign: cosignOf(signer) }));
    const any = `[${attestors.map((each) => `attestors.${each.name}`).join(", ")}]`;
    new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "policies.kyverno.io/v1",
        kind: "ImageValidatingPolicy",
        metadata: {
          name,
          labels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": this.args.partOf, ...managedLabel },
        },
        spec: {
          failurePolicy: "Fail",
          validationActions: ["Deny"],
          webhookConfiguration: { timeoutSeconds: ANSWER },
          // What is there already is not looked at again: it was verified when it started.
          evaluation: { background: { enabled: false } },
          matchConstraints: {
            resourceRules: [
              { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["pods"] },
            ],
            namespaceSelector: {
              matchExpressions: [
                { key: "kubernetes.io/metadata.name", operator: "In", values: [...this.args.namespaces] },
              ],
            },
          },
          matchImageReferences: globsOf(from).map((glob) => ({ glob })),
          credentials: { providers: ["default", "amazon", "azure", "google", "github"] },
          validationConfigurations: { required: true, mutateDigest: true, verifyDigest: false },
          attestors,
          validations: GROUPS.map((group) => ({
            expression: `images.${group}.map(image, verifyImageSignatures(image, ${any})).all(count, count > 0)`,
            message: `images from ${from} are signed by whom the stack trusts (images.signedBy)`,
          })),
        },
      },
      this.child(),
    );
  }
}

/** Docker Hub's images are known by short names too: who writes one must not get round the signature. */
function globsOf(from: string): readonly string[] {
  const [registry, ...folders] = from.split("/");
  const short = `${folders.join("/")}/*`;
  return registry === "docker.io" ? [`${from}/*`, `index.${from}/*`, short] : [`${from}/*`];
}

function cosignOf(signer: Signer): object {
  if ("publicKey" in signer) {
    const { publicKey } = signer;
    return { key: publicKey.startsWith("-----BEGIN") ? { data: publicKey } : { kms: publicKey } };
  }
  const { issuer, subject } = signer;
  return {
    keyless: {
      identities: [{ issuer, ...(subject.includes("*") ? { subjectRegExp: anchored(subject) } : { subject }) }],
    },
  };
}

const anchored = (glob: string): string => `^${glob.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`;

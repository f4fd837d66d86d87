import * as aws from "@pulumi/aws";
import type { Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { copyImages, imagesKey } from "./image-copies";
import { forgetImages, type ImageRegistry } from "./image-rules";
import { iamArn, type PolicyStatement, policyDocument, principal } from "./statements";

export interface AwsImageRegistryArgs extends ImageRegistry {
  readonly scope: Scope;
}

const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] as const;

/** What pushing takes beside pulling, and reading what the scan has found (ECR user guide, "Pushing an image"). */
const PUSH = [
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
  "ecr:DescribeImages",
  "ecr:DescribeImageScanFindings",
] as const;

/**
 * A repository for each of the stack's images, since ECR has no other way to hold several: scanned as they come, tags that
 * never move, old images removed, encrypted with one key of their own. The stack's nodes may pull by their role; who pushes,
 * and which other accounts pull, each repository's own policy says.
 */
export class AwsImageRegistry extends BaseComponent {
  /** What the names of images in it begin with. */
  readonly address: Output<string>;

  constructor(name: string, args: AwsImageRegistryArgs, opts?: ComponentOpts) {
    super("slipway:aws:ImageRegistry", name, opts);
    const { scope, images, copyTo } = args;
    const key = imagesKey(name, scope, { parent: this });
    const repositories = images.map((image) => this.repository(`${name}-${image}`, image, key.arn, args));
    if (copyTo !== undefined) {
      const away = { ...scope, region: copyTo };
      copyImages(name, { component: this, child: (extra) => this.child(extra), scope, away });
    }
    this.address = repositories[0]!.repositoryUrl.apply((url) => url.slice(0, url.lastIndexOf("/")));
    this.registerOutputs({ address: this.address });
  }

  private repository(name: string, image: string, keyArn: Output<string>, args: AwsImageRegistryArgs) {
    const { scope } = args;
    const repository = new aws.ecr.Repository(
      name,
      {
        name: `${scope.name}/${image}`,
        imageScanningConfiguration: { scanOnPush: true },
        imageTagMutability: "IMMUTABLE",
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: keyArn }],
        forceDelete: !scope.protect,
        tags: named(scope.tags, name),
      },
      // Its name is fixed, so a replacement has to wait until the old one is gone.
      this.child({ protect: scope.protect, deleteBeforeReplace: true }),
    );
    new aws.ecr.LifecyclePolicy(
      `${name}-lifecycle`,
      { repository: repository.name, policy: forgetImages() },
      this.child(),
    );
    const statements = access(args);
    if (statements.length > 0) {
      new aws.ecr.RepositoryPolicy(
        `${name}-access`,
        { repository: repository.name, policy: policyDocument(statements) },
        this.child(),
      );
    }
    return repository;
  }
}

function access({ scope, pushers, pullers }: AwsImageRegistryArgs): PolicyStatement[] {
  const all: PolicyStatement[] = [];
  if (pushers.length > 0)
    all.push({ Sid: "Push", Effect: "Allow", Principal: principal("AWS", pushers), Action: [...PULL, ...PUSH] });
  if (pullers.length > 0) {
    const accounts = pullers.map((account) => iamArn({ ...scope, account }, "root"));
    all.push({ Sid: "Pull", Effect: "Allow", Principal: principal("AWS", accounts), Action: PULL });
  }
  return all;
}

import { AwsKey } from "../../../../components/clouds/aws/key";
import { AwsSecret, secretPrefix, secretsKey } from "../../../../components/clouds/aws/secret";
import { simulate } from "../../../support/simulate";
import { scopeOf, statementsOf } from "./fixtures";

describe("a key", () => {
  const key = (protect: boolean, logGroups?: readonly string[]) =>
    simulate(() => {
      const made = new AwsKey("shop-dev-db-key", {
        scope: scopeOf({ protect }),
        description: "Data",
        services: ["rds", "secretsmanager"],
        logGroups,
      });
      return { arn: made.arn };
    });

  test("is rotated, named, and goes with a wait", async () => {
    const made = await key(false);
    expect(made.one("kms/key:Key").inputs).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 7 });
    expect(made.one("kms/key:Key").protect).toBe(false);
    expect(made.one("Alias").inputs["name"]).toBe("alias/shop-dev-db-key");
    expect(made.outputs["arn"]).toBe(made.one("kms/key:Key").outputs["arn"]);
  });

  test("is protected with its stack, and then waits a month", async () => {
    const made = await key(true);
    expect(made.one("kms/key:Key").protect).toBe(true);
    expect(made.one("kms/key:Key").inputs["deletionWindowInDays"]).toBe(30);
  });

  test.each([
    [true, "staging", true],
    [true, "prod", true],
    [true, "dev", false],
    [false, "prod", false],
  ] as const)(
    "that encrypts snapshots: %s, in %s: outlives its stack: %s",
    async (encryptsSnapshots, environment, stays) => {
      const made = await simulate(() => {
        const scope = scopeOf({ environment });
        new AwsKey("shop-dev-db-key", { scope, description: "Data", services: ["rds"], encryptsSnapshots });
      });
      expect(made.one("kms/key:Key").retainOnDelete).toBe(stays);
    },
  );

  test("is managed by the account, used through its services, granted to services: three statements", async () => {
    const [administer, use, grant, ...rest] = statementsOf((await key(false)).one("kms/key:Key"));
    const account = { AWS: "arn:aws:iam::123456789012:root" };
    expect([administer?.Principal, use?.Principal, grant?.Principal]).toEqual([account, account, account]);
    expect(administer?.Action).not.toEqual(expect.arrayContaining([expect.stringMatching(/Decrypt|GenerateDataKey/)]));
    expect(administer?.Action).toContain("kms:PutKeyPolicy");
    expect(use?.Condition).toEqual({
      StringEquals: {
        "kms:CallerAccount": "123456789012",
        "kms:ViaService": ["rds.eu-central-1.amazonaws.com", "secretsmanager.eu-central-1.amazonaws.com"],
      },
    });
    expect(grant).toMatchObject({
      Action: ["kms:CreateGrant"],
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    });
    expect(rest).toEqual([]);
  });

  test("encrypts the log groups that it is given, and no others", async () => {
    const logs = statementsOf((await key(false, ["/aws/rds/instance/shop-dev-db/*"])).one("kms/key:Key")).at(-1);
    expect(logs).toMatchObject({
      Principal: { Service: "logs.eu-central-1.amazonaws.com" },
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": [
            "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/rds/instance/shop-dev-db/*",
          ],
        },
      },
    });
  });
});

describe("a secret of the stack", () => {
  const secret = (protect: boolean) =>
    simulate(() => {
      const scope = scopeOf({ protect });
      const key = secretsKey(scope);
      const args = { scope, secretName: "stripe", keyId: key.arn, description: "Payments" };
      return { id: new AwsSecret("shop-dev-stripe", args).id };
    });

  test("is an empty container below the stack's prefix, under the stack's key", async () => {
    const made = await secret(false);
    expect(secretPrefix(scopeOf())).toBe("shop/dev/");
    expect(made.one("secretsmanager/secret:Secret").inputs).toMatchObject({
      name: "shop/dev/stripe",
      kmsKeyId: made.one("kms/key:Key").outputs["arn"],
    });
    expect(made.find("SecretVersion")).toEqual([]);
    expect(made.outputs["id"]).toBe(made.one("secretsmanager/secret:Secret").outputs["arn"]);
  });

  test("keeps its first value secret, and leaves alone what comes later", async () => {
    const made = await simulate(() => {
      const args = {
        scope: scopeOf(),
        secretName: "stripe",
        keyId: "alias/aws/secretsmanager",
        description: "Payments",
      };
      return { id: new AwsSecret("shop-dev-stripe", { ...args, first: "s3cr3t" }).id };
    });
    const version = made.one("SecretVersion");
    expect(version.inputs).toMatchObject({ secretId: made.outputs["id"], secretString: "s3cr3t" });
    expect(version.secrets).toContain("secretString");
    expect(version.ignoreChanges).toEqual(["secretString"]);
  });

  test.each([
    [true, 30],
    [false, 0],
  ])("protected %s: recoverable for %d days", async (protect, days) => {
    const made = (await secret(protect)).one("secretsmanager/secret:Secret");
    expect(made.inputs["recoveryWindowInDays"]).toBe(days);
    expect(made.protect).toBe(protect);
  });
});

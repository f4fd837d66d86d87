import type { ErrorHookArgs } from "@pulumi/pulumi";
import { RolePropagation } from "../../../../components/clouds/azure/propagation";
import { simulate } from "../../../support/simulate";

const refusal = 'Code="AuthorizationFailed" Message="The client does not have authorization to perform action"';
const aks =
  "namespaces is forbidden: User cannot create: User does not have access to the resource in Azure. Update role";
const failed = (error: string, over: Partial<ErrorHookArgs> = {}): ErrorHookArgs =>
  ({
    urn: "urn:a",
    name: "a",
    type: "b",
    id: "",
    failedOperation: "create",
    errors: [error],
    ...over,
  }) as ErrorHookArgs;

/** In a run, since the hooks are registered with one; with a clock that waiting alone moves. */
async function within<T>(work: (roles: RolePropagation, clock: { ms: number }) => Promise<T>): Promise<T> {
  let result!: Promise<T>;
  await simulate(async () => {
    const clock = { ms: 1_000_000 };
    const wait = async (ms: number) => {
      clock.ms += ms;
    };
    result = work(new RolePropagation("shop-dev", { now: () => clock.ms, wait }), clock);
    await result;
  });
  return result;
}

test.each([
  ["an API of Azure's", refusal, true],
  ["a vault", 'Code="Forbidden" InnerError={"code":"ForbiddenByRbac"}', true],
  ["a cluster", aks, true],
  ["a quota", "pods is forbidden: exceeded quota", false],
  ["anything else", 'Code="SkuNotAvailable"', false],
  ["what Azure has begun with", `resource partially created but read failed: ${refusal}`, false],
])("refused just after a role was given, by %s: %s", async (_, error, again) => {
  await within(async (roles, clock) => {
    roles.roleGiven();
    clock.ms += 60_000;
    expect(await roles.isToBeTriedAgain(failed(error))).toBe(again);
    expect(clock.ms).toBe(1_060_000 + (again ? 15_000 : 0));
  });
});

test("for ten minutes from the last role on, and never in a run that gives none, nor of what goes", async () => {
  await within(async (roles, clock) => {
    expect(await roles.isToBeTriedAgain(failed(refusal))).toBe(false);
    roles.roleGiven();
    expect(await roles.isToBeTriedAgain(failed(refusal, { failedOperation: "delete" }))).toBe(false);
    let tries = 0;
    while (await roles.isToBeTriedAgain(failed(refusal))) tries++;
    expect([tries, clock.ms]).toEqual([41, 1_615_000]);
    roles.roleGiven();
    expect(await roles.isToBeTriedAgain(failed(refusal))).toBe(true);
  });
});

test("everything but components and providers is watched, beside what watches it already; a role tells when it is given", async () => {
  await within(async (roles) => {
    const other = { name: "other" } as never;
    const hooksOf = (type: string) =>
      roles.transformation({ type, name: "a", props: {}, opts: { hooks: { onError: [other] } }, resource: {} as never })
        ?.opts.hooks;
    expect(hooksOf("slipway:azure:Cluster")).toBeUndefined();
    expect(hooksOf("pulumi:providers:kubernetes")).toBeUndefined();
    expect(hooksOf("kubernetes:helm.sh/v3:Release")).toMatchObject({
      onError: [{ name: "shop-dev-role-known" }, other],
    });
    expect(hooksOf("azure-native:authorization:RoleAssignment")).toMatchObject({
      afterCreate: [{ name: "shop-dev-role-given" }],
    });
  });
});

import { type InvokeModel, text } from "../model";
import { kubeconfigFor } from "./containerservice";
import { idsOf } from "./identity";
import { guid, tenantOf } from "./shared";

/** Functions that read. The credentials see their own subscription alone. */
export const invokes: Readonly<Record<string, InvokeModel>> = {
  "azure-native:authorization:getClientConfig": (_args, c) => ({
    clientId: guid(c.account, "deployer", "client"),
    objectId: guid(c.account, "deployer"),
    subscriptionId: c.account,
    tenantId: tenantOf(c),
  }),
  "azure-native:authorization:getRoleDefinition": (args, c) => {
    const scope = text(args, "scope");
    // Azure says that there is no such subscription; a call that fails would end the rehearsal itself.
    if (scope !== `/subscriptions/${c.account}`) return { id: "", name: "", roleName: "" };
    const name = text(args, "roleDefinitionId");
    return { id: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${name}`, name, roleName: "AcrPull" };
  },
  "azure-native:managedidentity:getUserAssignedIdentity": (args, c) => {
    const [group, name] = [text(args, "resourceGroupName"), text(args, "resourceName")];
    const id = `/subscriptions/${c.account}/resourceGroups/${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
    return { id, name, location: c.region, ...idsOf(c.account, group, name) };
  },
  "azure-native:containerservice:listManagedClusterUserCredentials": (args) => ({
    kubeconfigs: [{ name: "clusterUser", value: kubeconfigFor(text(args, "resourceName")) }],
  }),
  "azure-native:redisenterprise:listDatabaseKeys": (args) => ({
    primaryKey: `redis-key-${guid(text(args, "clusterName"), "primary")}`,
    secondaryKey: `redis-key-${guid(text(args, "clusterName"), "secondary")}`,
  }),
};

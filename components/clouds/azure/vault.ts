import { Vault } from "@pulumi/azure-native/keyvault/vault";
import type { Input, Output } from "@pulumi/pulumi";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { type AzurePlace, at } from "./place";

export interface AzureVaultArgs {
  readonly place: AzurePlace;
  readonly tenantId: Input<string>;
  readonly vaultName: Input<string>;
  /** Subnets and address ranges that reach it, beside Azure's own services. @default none: by private endpoints alone */
  readonly reachedFrom?: { readonly subnets: readonly Input<string>[]; readonly ranges: readonly string[] };
  /** Nothing in it can be taken out for good before its days are over. It can't be taken back. */
  readonly purgeProtected: boolean;
}

/** Days for which a deleted vault can be brought back, as which its name is taken. The least, and the most, that there is. */
const KEPT_DAYS = { least: 7, most: 90 };

/** A key vault whose rights are roles, not policies of its own. */
export class AzureVault extends BaseComponent {
  readonly id: Output<string>;
  readonly name: Output<string>;
  readonly uri: Output<string>;

  constructor(name: string, args: AzureVaultArgs, opts?: ComponentOpts) {
    super("slipway:azure:Vault", name, opts);
    const { place, tenantId, vaultName, reachedFrom, purgeProtected } = args;
    const { subnets = [], ranges = [] } = reachedFrom ?? {};
    const vault = new Vault(
      name,
      {
        ...at(place),
        vaultName,
        properties: {
          tenantId,
          sku: { family: "A", name: "standard" },
          enableRbacAuthorization: true,
          enableSoftDelete: true,
          // Azure takes no other once it is set: it must not follow protection, which is lifted to take a stack down.
          softDeleteRetentionInDays: place.scope.environment === "dev" ? KEPT_DAYS.least : KEPT_DAYS.most,
          // Azure takes no `false` here.
          ...(purgeProtected && { enablePurgeProtection: true }),
          publicNetworkAccess: reachedFrom ? "Enabled" : "Disabled",
          networkAcls: {
            defaultAction: "Deny",
            // Storage and databases fetch their keys this way.
            bypass: "AzureServices",
            virtualNetworkRules: subnets.map((id) => ({ id })),
            ipRules: ranges.map((value) => ({ value })),
          },
        },
        tags: named(place.scope.tags, name),
      },
      this.child({ protect: place.scope.protect }),
    );
    this.id = vault.id;
    this.name = vault.name;
    this.uri = vault.properties.vaultUri.apply((uri) => uri ?? "");
    this.registerOutputs({ id: this.id });
  }
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PackageDependency } from "@pulumi/pulumi/proto/plugin_pb";

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly pulumi?: {
    readonly resource?: boolean;
    readonly name?: string;
    readonly version?: string;
    readonly server?: string;
  };
}

/**
 * The resource plugins of the packages installed beside a program, by the `pulumi` section of their package.json.
 * Packages nested inside others, which the real host finds too, are not looked for.
 */
export function requiredPackages(programFolder: string): PackageDependency[] {
  return packageFolders(join(programFolder, "node_modules")).flatMap((folder) => {
    const json = readPackageJson(folder);
    if (json?.pulumi?.resource !== true) return [];
    const dependency = new PackageDependency();
    dependency.setKind("resource");
    dependency.setName(json.pulumi.name ?? json.name.replace("@pulumi/", ""));
    dependency.setVersion(`v${(json.pulumi.version ?? json.version).replace(/^v/, "")}`);
    dependency.setServer(json.pulumi.server ?? "");
    return [dependency];
  });
}

function packageFolders(nodeModules: string): string[] {
  return list(nodeModules).flatMap((name) =>
    name.startsWith("@")
      ? list(join(nodeModules, name)).map((inner) => join(nodeModules, name, inner))
      : join(nodeModules, name),
  );
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch {
    return [];
  }
}

function readPackageJson(folder: string): PackageJson | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  } catch {
    return undefined;
  }
}

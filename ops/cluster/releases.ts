import { gunzipSync } from "node:zlib";
import type { Ask } from "../kubernetes";
import { imageText } from "../stack/images";
import { list, type Meta } from "./objects";

/** One revision of a Helm release. */
export interface Revision {
  readonly revision: number;
  /** Helm's own word: `deployed`, `superseded`, `failed`, `pending-upgrade`, … */
  readonly status: string;
  /** When, ISO 8601. */
  readonly updated: string;
  readonly description: string;
  /** What Slipway's chart was told to run; none for another chart. */
  readonly image?: string;
  /** Manifests of what Helm runs once, such as a migration. */
  readonly hooks: readonly string[];
}

interface HelmRelease {
  readonly version: number;
  readonly info?: { readonly status?: string; readonly last_deployed?: string; readonly description?: string };
  readonly config?: {
    readonly image?: { readonly repository?: string; readonly tag?: string; readonly digest?: string };
  };
  readonly hooks?: readonly { readonly manifest?: string }[];
}

interface HelmSecret {
  readonly metadata: Meta;
  readonly data?: { readonly release?: string };
}

/** All that Helm remembers of a release, the newest first; empty where there is none. */
export async function history(ask: Ask, namespace: string, release: string): Promise<readonly Revision[]> {
  const selector = encodeURIComponent(`owner=helm,name=${release}`);
  const secrets = await list<HelmSecret>(
    ask,
    `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets?labelSelector=${selector}`,
  );
  return secrets
    .flatMap(({ data }) => (data?.release ? [revisionOf(data.release)] : []))
    .sort((a, b) => b.revision - a.revision);
}

/** Helm keeps gzipped JSON in base64, and Kubernetes puts base64 over it. */
function revisionOf(data: string): Revision {
  const inner = Buffer.from(Buffer.from(data, "base64").toString("utf8"), "base64");
  const { version, info = {}, config = {}, hooks = [] } = JSON.parse(gunzipSync(inner).toString("utf8")) as HelmRelease;
  const { repository, tag, digest } = config.image ?? {};
  return {
    revision: version,
    status: info.status ?? "unknown",
    updated: info.last_deployed ?? "",
    description: info.description ?? "",
    ...(repository && { image: imageText({ repository, ...(tag && { tag }), ...(digest && { digest }) }) }),
    hooks: hooks.flatMap(({ manifest }) => (manifest ? [manifest] : [])),
  };
}

/** What serves: the newest revision that went well. */
export const deployed = (revisions: readonly Revision[]): Revision | undefined =>
  revisions.find(({ status }) => status === "deployed");

import type { Input } from "@pulumi/pulumi";
import type { CdnArgs, SiteArgs } from "../../contracts/edge";
import type { PathMatcher } from "./balancer";
import type { GcpEntryBackends } from "./edge-backends";

type Paths = Omit<PathMatcher, "name">;

/** Everything goes to the entry and nothing is kept, but for assets, and for what buckets answer. */
export function beforeEntry(
  { cache, buckets, errorPages }: CdnArgs,
  { plain, assets }: Pick<GcpEntryBackends, "plain" | "assets">,
  backends: Readonly<Record<string, Input<string>>>,
): Paths {
  const pages = Object.entries(errorPages);
  const holder = bucketOf(buckets, pages[0]?.[1]);
  return {
    defaultService: plain,
    pathRules: [
      ...Object.entries(buckets).map(([store, pattern]) => ({ paths: [pattern], service: backends[store]! })),
      ...(cache.length > 0 ? [{ paths: [...cache], service: assets }] : []),
    ],
    ...(holder !== undefined && {
      defaultCustomErrorResponsePolicy: {
        errorService: backends[holder]!,
        errorResponseRules: pages.map(([status, path]) => ({ matchResponseCodes: [status], path })),
      },
    }),
  };
}

/** The bucket that answers a path; config has refused pages of several buckets, and of none. */
const bucketOf = (buckets: CdnArgs["buckets"], path: string | undefined): string | undefined =>
  path === undefined ? undefined : Object.keys(buckets).find((store) => path.startsWith(prefixOf(buckets[store]!)));

const prefixOf = (pattern: string): string => pattern.replace(/\*$/, "");

/** A bucket's pages, its first one at the root, and its assets. */
export function ofSite(
  { index, notFound, cache }: SiteArgs,
  { pages, assets }: { readonly pages: Input<string>; readonly assets: Input<string> },
): Paths {
  const kept = cache.map((pattern) =>
    pattern.endsWith("*") ? { prefixMatch: prefixOf(pattern) } : { fullPathMatch: pattern },
  );
  return {
    defaultService: pages,
    routeRules: [
      {
        ...{ priority: 1, service: pages, matchRules: [{ fullPathMatch: "/" }] },
        routeAction: { urlRewrite: { pathPrefixRewrite: `/${index}` } },
      },
      ...(kept.length > 0 ? [{ priority: 2, service: assets, matchRules: kept }] : []),
    ],
    defaultCustomErrorResponsePolicy: {
      errorService: pages,
      errorResponseRules: [
        {
          matchResponseCodes: ["403", "404"],
          ...{ path: notFound ?? `/${index}`, overrideResponseCode: notFound === undefined ? 200 : 404 },
        },
      ],
    },
  };
}

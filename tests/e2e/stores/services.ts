/**
 * Host processes behind Services of the API server: what an operator, kube-proxy and the cluster's DNS would do for pods that
 * no kubelet runs here. An EndpointSlice made by hand says where the process is; the API server takes no loopback address.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "../charts/apply";
import type { KubeApi } from "../cluster/api";

/** Where a Service leads to. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** PEM files of a certificate for some names, and of its authority. */
export interface Certificate {
  readonly folder: string;
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  remove(): void;
}

/** Says which slices are these tests' own; the control plane leaves them alone. */
const MANAGED_BY = "slipway-tests";
const managed = `endpointslice.kubernetes.io/managed-by=${MANAGED_BY}`;

/** This machine's first IPv4 address that is not loopback. @throws Error where it has none */
export function hostAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  const address = all.find(({ family, internal }) => family === "IPv4" && !internal)?.address;
  if (address === undefined)
    throw new Error("this machine has no IPv4 address but loopback, which no EndpointSlice takes; give it one");
  return address;
}

/** A certificate as an operator would make it: signed by an authority of its own. */
export function certificateFor(names: readonly string[]): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "slipway-tls-"));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const fresh = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...fresh, "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=authority", "-days", "2");
  openssl("req", ...fresh, "-keyout", "tls.key", "-out", "tls.csr", "-subj", `/CN=${names[0]!.slice(0, 60)}`);
  writeFileSync(at("names"), `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`);
  const signed = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names", "-days", "2"];
  openssl("x509", "-req", "-in", "tls.csr", "-out", "tls.crt", ...signed);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { folder, cert: at("tls.crt"), key: at("tls.key"), ca: at("ca.crt"), remove };
}

/**
 * Puts a host process behind a Service.
 *
 * @param own makes the Service too, as CloudNativePG does, with this port and no selector. @default it is there already
 */
export async function putBehind(
  api: KubeApi,
  { namespace, service, to, own }: { namespace: string; service: string; to: Endpoint; own?: number },
): Promise<void> {
  if (own !== undefined) {
    const ports = [{ name: "store", port: own }];
    await create(api, {
      ...{ apiVersion: "v1", kind: "Service", metadata: { name: service, namespace } },
      ...{ spec: { ports } },
    } as Parameters<typeof create>[1]);
  }
  const labels = { "kubernetes.io/service-name": service, "endpointslice.kubernetes.io/managed-by": MANAGED_BY };
  await create(api, {
    ...{ apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice" },
    metadata: { name: `${service}-host`, namespace, labels },
    ...{ addressType: "IPv4", ports: [{ name: "store", port: to.port, protocol: "TCP" }] },
    endpoints: [{ addresses: [to.address], conditions: { ready: true } }],
  } as Parameters<typeof create>[1]);
}

/** Where `<service>.<namespace>.svc…` leads to, as the API server says it. @throws Error where no slice of ours is */
export async function resolve(api: KubeApi, host: string): Promise<Endpoint> {
  const [service, namespace] = host.split(".");
  await api.get(`/api/v1/namespaces/${namespace}/services/${service}`);
  const selector = encodeURIComponent(`kubernetes.io/service-name=${service},${managed}`);
  const slices = await api.list(
    `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=${selector}`,
  );
  const [slice] = slices as unknown as { endpoints: { addresses: string[] }[]; ports: { port: number }[] }[];
  if (slice === undefined) throw new Error(`nothing is behind ${host}`);
  return { address: slice.endpoints[0]!.addresses[0]!, port: slice.ports[0]!.port };
}

/** What a Secret holds, in plain. */
export async function secretOf(api: KubeApi, namespace: string, name: string): Promise<Record<string, string>> {
  const { data } = (await api.get(`/api/v1/namespaces/${namespace}/secrets/${name}`)) as unknown as {
    data: Record<string, string>;
  };
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")]),
  );
}

import { catalogue } from "../../../components/addons/catalogue";
import { chartSource } from "../../../components/helm/source";
import { type ChartKey, type ChartPin, charts } from "../../../components/helm/versions";

const keys = Object.keys(charts) as ChartKey[];
const released = Object.values(catalogue).flatMap(({ releases }) => releases.map(({ chart }) => chart));

describe("pinned charts", () => {
  test.each(keys)("%s has an exact version and a repository of its own", (key) => {
    const { repo, version }: ChartPin = charts[key];
    expect(version).toMatch(/^v?\d+\.\d+\.\d+$/);
    expect(repo).toMatch(/^(https|oci):\/\/[a-z0-9.-]+(\/[a-z0-9.-]+)*$/);
  });

  test("every release of an add-on is pinned, and every pin is released, once", () => {
    expect([...released].sort()).toEqual([...keys].sort());
  });

  test("an operator and its definitions are of the same time", () => {
    expect(charts["karpenter-crd"].version).toBe(charts.karpenter.version);
  });
});

describe("chartSource", () => {
  test.each<[what: string, key: ChartKey, mirror: string | undefined, source: object]>([
    [
      "an index",
      "keda",
      undefined,
      { chart: "keda", version: charts.keda.version, repo: "https://kedacore.github.io/charts" },
    ],
    [
      "a registry",
      "karpenter",
      undefined,
      { chart: "oci://public.ecr.aws/karpenter/karpenter", version: charts.karpenter.version },
    ],
    [
      "a mirror's index instead of a registry",
      "karpenter",
      "https://charts.example.com/mirror",
      { chart: "karpenter", version: charts.karpenter.version, repo: "https://charts.example.com/mirror" },
    ],
    [
      "a mirror's index on plain HTTP, as tests serve it",
      "keda",
      "http://127.0.0.1:8080",
      { chart: "keda", version: charts.keda.version, repo: "http://127.0.0.1:8080" },
    ],
    [
      "a mirror's registry instead of an index, slash or not",
      "keda",
      "oci://registry.example.com/charts/",
      { chart: "oci://registry.example.com/charts/keda", version: charts.keda.version },
    ],
    ["a folder", "keda", "./mirror/", { chart: `./mirror/keda-${charts.keda.version}.tgz` }],
    [
      "a folder, where the chart is not called as its key",
      "envoy-gateway",
      "/srv/charts",
      { chart: `/srv/charts/gateway-helm-${charts["envoy-gateway"].version}.tgz` },
    ],
  ])("%s", (_, key, mirror, source) => {
    expect(chartSource(key, mirror)).toEqual(source);
  });

  test("a folder keeps the pin: the version is part of the file's name", () => {
    for (const key of keys) expect(chartSource(key, "/srv").chart).toContain(charts[key].version);
  });
});

import { catalogue } from "../../../components/addons/catalogue";
import { contextOf } from "../addons/context";
import { at, entries, valuesOf } from "../addons/read";
import { everything } from "./settings";

describe("values of kube-prometheus-stack", () => {
  const values = valuesOf("kube-prometheus-stack", contextOf("prod"));

  test("monitors and rules are taken from everywhere, whatever their labels", () => {
    const spec = at(values, "prometheus.prometheusSpec");
    for (const kind of ["serviceMonitor", "podMonitor", "probe", "rule", "scrapeConfig"]) {
      expect(at(spec, `${kind}SelectorNilUsesHelmValues`)).toBe(false);
    }
  });

  test("metrics are kept as long as config says, and never fill the disk", () => {
    const spec = at(values, "prometheus.prometheusSpec");
    expect(at(spec, "retention")).toBe("30d");
    expect(at(spec, "retentionSize")).toBe("85GiB");
    expect(at(spec, "scrapeInterval")).toBe("15s");
    expect(at(spec, "storageSpec.volumeClaimTemplate.spec.resources.requests.storage")).toBe("100Gi");
  });

  test("what is measured is sent on, with credentials by reference", () => {
    const remoteWrite = [
      { url: "https://metrics.example.com/write", secret: "metrics-token", keep: "slipway:.*" },
      { url: "https://prometheus.example.com/push", secret: "metrics-password", username: "12345" },
    ];
    const context = contextOf("prod", { monitoring: { ...everything, remoteWrite } });
    const [token, password] = at(
      valuesOf("kube-prometheus-stack", context),
      "prometheus.prometheusSpec.remoteWrite",
    ) as [object, object];
    expect(token).toEqual({
      url: "https://metrics.example.com/write",
      authorization: { type: "Bearer", credentials: { name: "prometheus-remote-write", key: "metrics-token" } },
      writeRelabelConfigs: [{ sourceLabels: ["__name__"], regex: "slipway:.*", action: "keep" }],
    });
    expect(at(password, "basicAuth")).toEqual({
      username: { name: "prometheus-remote-write", key: "metrics-password-user" },
      password: { name: "prometheus-remote-write", key: "metrics-password" },
    });
    const [secret] = catalogue["kube-prometheus-stack"].objects!(context);
    expect(at(secret, "spec.data.0.remoteRef.key")).toBe("shop/prod/metrics-password");
    expect(at(secret, "spec.target.template.data")).toEqual({ "metrics-password-user": "12345" });
    expect(at(values, "prometheus.prometheusSpec.remoteWrite")).toEqual([]);
  });

  test("kube-state-metrics reads backups that an operator takes, where one does, and may read no more of it", () => {
    const state = at(values, "kube-state-metrics") as object;
    expect(at(state, "rbac.extraRules")).toEqual([
      {
        apiGroups: ["psmdb.percona.com"],
        resources: ["perconaservermongodbs", "perconaservermongodbbackups"],
        verbs: ["list", "watch"],
      },
    ]);
    const [backups] = at(state, "customResourceState.config.spec.resources") as object[];
    expect(at(backups, "groupVersionKind.kind")).toBe("PerconaServerMongoDBBackup");
    const without = contextOf("prod", { monitoring: { ...everything, operated: false } });
    expect(at(valuesOf("kube-prometheus-stack", without), "kube-state-metrics")).not.toHaveProperty(
      "customResourceState",
    );
  });

  test("all disks are of the encrypted class", () => {
    const classes = [...entries(values)]
      .filter(([path]) => path.endsWith("storageClassName"))
      .map(([, value]) => value);
    expect(classes).toEqual(["gp3", "gp3", "gp3"]);
  });

  test("Grafana takes its password from a Secret that is made for it, and reads no other namespace's", () => {
    const [secret] = catalogue["kube-prometheus-stack"].generatedSecrets!(contextOf("prod"));
    expect(at(values, "grafana.admin")).toEqual({
      existingSecret: secret!.name,
      userKey: Object.keys(secret!.entries)[0],
      passwordKey: secret!.passwordKey,
    });
    expect(at(values, "grafana.adminPassword")).toBeUndefined();
    expect(at(values, "grafana.rbac.namespaced")).toBe(true);
    expect(at(values, "grafana.initChownData.enabled")).toBe(false);
  });

  test("definitions and node-exporter are elsewhere, and their rules stay", () => {
    expect(at(values, "crds.enabled")).toBe(false);
    expect(at(values, "nodeExporter.enabled")).toBe(false);
    expect(at(values, "defaultRules.create")).toBe(true);
    expect(at(valuesOf("node-exporter", contextOf("prod")), "podLabels.jobLabel")).toBe("node-exporter");
  });

  test.each(["kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"])(
    "%s, which the cloud hides, raises no alarm",
    (part) => {
      expect(at(values, `${part}.enabled`)).toBe(false);
    },
  );
});

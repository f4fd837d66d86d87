import { atlas } from "../support/atlas";
import { docdb } from "../support/aws";
import type { CaseTable } from "../support/cases";
import * as r from "../support/resources";

const { U } = r;
const unprotected = { options: { protect: false } };
const volume = (volumeType: unknown) =>
  r.template({ blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: true, volumeType } }] });

export const reliability: CaseTable = {
  "rds-multi-az": {
    pass: [r.rds(), r.rds({ multiAz: false, replicateSourceDb: "primary" })],
    fail: [r.rds({ multiAz: false }), r.rds({ multiAz: undefined })],
    unknown: [r.rds({ multiAz: U })],
  },
  "elasticache-failover": {
    pass: [r.redis()],
    fail: [r.redis({ automaticFailoverEnabled: false }), r.redis({ multiAzEnabled: undefined })],
    unknown: [r.redis({ automaticFailoverEnabled: U, multiAzEnabled: U })],
  },
  "eks-control-plane-logs": {
    pass: [r.eks()],
    fail: [r.eks({ enabledClusterLogTypes: ["api", "audit"] }), r.eks({ enabledClusterLogTypes: undefined })],
    unknown: [r.eks({ enabledClusterLogTypes: U }), r.eks({ enabledClusterLogTypes: [U] })],
  },
  "helm-release-atomic": {
    pass: [r.release()],
    fail: [r.release({}, { atomic: false }), r.release({}, { timeout: undefined }), r.release({}, { timeout: 0 })],
    unknown: [r.release({}, { atomic: U, timeout: U })],
  },
  "container-resources": {
    pass: [r.pod({}), r.workload({ ephemeralContainers: [r.container({ resources: undefined })] })],
    fail: [
      r.pod({ resources: undefined }),
      r.pod({ resources: { limits: undefined } }),
      r.workload({ initContainers: [r.container({ resources: { requests: { cpu: undefined } } })] }),
    ],
    unknown: [r.pod({ resources: U }), r.pod({ resources: { requests: { cpu: U }, limits: U } })],
  },
  zones: {
    pass: [r.vpc(), r.vpc([])],
    fail: [r.vpc(["eu-west-1a"]), r.vpc(["eu-west-1a", "eu-west-1a"])],
    unknown: [r.vpc([U]), r.vpc(["eu-west-1a", U])],
  },
  "stateful-protected": {
    pass: [r.rds(), r.rds({ replicateSourceDb: "primary" }, unprotected)],
    fail: [r.rds({}, unprotected), r.rdsCluster({}, unprotected), docdb({}, unprotected), atlas({}, unprotected)],
    unknown: [r.rds({}, { options: undefined }), r.rds({}, { options: {} })],
  },
  "load-balancer-protected": {
    pass: [r.loadBalancer()],
    fail: [
      r.loadBalancer({ enableDeletionProtection: false }),
      r.loadBalancer({ enableDeletionProtection: undefined }),
    ],
    unknown: [r.loadBalancer({ enableDeletionProtection: U })],
  },
  "gp3-volumes": {
    pass: [volume("gp3"), r.rds({ storageType: "io2" }), r.volume()],
    fail: [volume("gp2"), r.rds({ storageType: "gp2" }), r.volume({ type: "standard" })],
    unknown: [volume(U), r.rds({ storageType: U })],
  },
  "image-not-floating": {
    pass: [
      r.pod({ image: `x@sha256:${"a".repeat(64)}` }),
      r.pod({ image: `registry.example:5000/api:1@sha256:${"a".repeat(64)}` }),
      r.release({ image: { repository: "x", tag: "1.2.3" } }),
      r.release({ image: { repository: "x", tag: "latest", digest: "sha256:1" } }),
    ],
    fail: [
      r.pod({ image: "nginx" }),
      r.pod({ image: "registry.example:5000/api" }),
      r.workload({ initContainers: [r.container({ image: "x:latest" })] }),
      r.release({ image: { tag: "latest" } }),
      r.release({ sidecar: { image: "x:latest" } }),
    ],
    unknown: [r.pod({ image: U }), r.release({ image: { tag: U } }), r.release({ image: U })],
  },
};

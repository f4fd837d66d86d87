/**
 * What the workload may do at the Kubernetes API, in its own namespace. There are no wildcards; rights over rights
 * (`rbac.authorization.k8s.io`), tokens of service accounts and commands in other pods are refused.
 */
export interface PermissionValues {
  /** API groups; empty text for the core. */
  readonly apiGroups: readonly string[];
  /** In the plural, such as `pods` or `pods/log`. */
  readonly resources: readonly string[];
  /** Names of the objects; for `create` and `list` Kubernetes knows no names. @default all of the kind */
  readonly names?: readonly string[];
  readonly verbs: readonly ("get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "deletecollection")[];
}

/** What `slipway:gitops` leaves out. Apart from the schema, as commands read it without loading that. */
export const gitopsDefaults = { revision: "main", path: "gitops", project: "default", namespace: "argocd" };

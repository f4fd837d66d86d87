/**
 * What clients of DocumentDB are told: they find its members by themselves, and do not repeat writes, which it cannot tell
 * from new ones. Source: "Connecting programmatically", Amazon DocumentDB Developer Guide.
 */
export const DOCUMENTDB_OPTIONS = "replicaSet=rs0&retryWrites=false";

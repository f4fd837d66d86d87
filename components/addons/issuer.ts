/** The ClusterIssuer that signs the gateway's certificates. */
export const issuer = "letsencrypt";

/**
 * Stands in for HashiCorp Vault, of which the engine asks to wrap a stack's key. With a passphrase every command would
 * spend a fifth of its time on the key's derivation.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** The key's name is of no importance. */
export const SECRETS_PROVIDER = "hashivault://sequences";

const MARK = "vault:v1:";

/** Serves the two calls of Vault's transit engine that Pulumi makes. @returns its address */
export async function startKeyStore(): Promise<string> {
  const server = createServer(async (request, response) => {
    const asked = JSON.parse(await text(request)) as { plaintext?: string; ciphertext?: string };
    const { plaintext, ciphertext } = asked;
    const data = plaintext ? { ciphertext: MARK + plaintext } : { plaintext: ciphertext?.slice(MARK.length) };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ data }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

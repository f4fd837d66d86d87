/** The password of a login. @throws Error where another stack has made it, so that it is not known here */
export function knownPassword<T>(
  store: string,
  { role, password }: { readonly role: string; readonly password?: T },
): T {
  if (password === undefined) throw new Error(`${store}: the password of ${role} is another stack's`);
  return password;
}

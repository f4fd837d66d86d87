/** The type tokens of a table that lists a provider's types by module, in words. */
export const typesOf = (
  table: Readonly<Record<string, string>>,
  token: (module: string, type: string) => string,
): readonly string[] =>
  Object.entries(table).flatMap(([module, types]) =>
    types
      .trim()
      .split(/\s+/)
      .map((type) => token(module, type)),
  );

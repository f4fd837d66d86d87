/** lean-structs.cjs beside google-protobuf as it is: two copies of the package, one of them changed. */
import { readFileSync } from "node:fs";
import { compileFunction, createContext } from "node:vm";
import fc from "fast-check";
import type { Struct as ProtoStruct, Value as ProtoValue } from "google-protobuf/google/protobuf/struct_pb";

interface Structs {
  readonly Struct: typeof ProtoStruct;
  readonly Value: typeof ProtoValue;
}

/** google-protobuf keeps its messages in the global object: each copy has one of its own. */
function copy(change: (structs: Structs, protobuf: object) => void = () => {}): Structs {
  const context = createContext({ Uint8Array, ArrayBuffer, Array, Buffer });
  const load = (name: string, required: object = {}): object => {
    const module = { exports: {} };
    const source = readFileSync(require.resolve(name), "utf8");
    const evaluate = compileFunction(source, ["module", "exports", "require"], { parsingContext: context });
    evaluate(module, module.exports, () => required);
    return module.exports;
  };
  const protobuf = load("google-protobuf");
  const structs = load("google-protobuf/google/protobuf/struct_pb", protobuf) as Structs;
  change(structs, protobuf);
  return structs;
}

const { install } = require("../lean-structs.cjs") as { install(structs: Structs, protobuf: object): void };
const plain = copy();
const lean = copy(install);

const bytesOf = ({ Struct }: Structs, values: object): Buffer =>
  Buffer.from(Struct.fromJavaScript(values as never).serializeBinary());

const text = fc.string({ unit: "grapheme", maxLength: 200 });
/** Without the one that google-protobuf loses. */
const key = text.filter((name) => name !== "__proto__");
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    // No number at all has many forms, and no property is one.
    fc.double({ noNaN: true }),
    text,
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(key, tie("value"), { maxKeys: 5 }),
  ),
}));
const properties = fc.dictionary(key, value, { maxKeys: 8 });

test("the two copies are two", () => {
  expect(plain.Struct).not.toBe(lean.Struct);
  expect(plain.Struct.fromJavaScript).not.toBe(lean.Struct.fromJavaScript);
});

test("the same bytes are sent, and the same values read from them", () => {
  fc.assert(
    fc.property(properties, (values) => {
      const bytes = bytesOf(plain, values);
      expect(bytesOf(lean, values)).toEqual(bytes);
      const read = lean.Struct.deserializeBinary(bytes).toJavaScript();
      expect(read).toEqual(plain.Struct.deserializeBinary(bytes).toJavaScript());
      expect(lean.Struct.fromJavaScript(values as never).toJavaScript()).toEqual(read);
      expect(Object.keys(read)).toEqual(Object.keys(plain.Struct.deserializeBinary(bytes).toJavaScript()));
    }),
    { numRuns: 300 },
  );
});

test("a text longer than the room there is, and a length of three bytes", () => {
  const values = { long: "ü".repeat(200_000), list: Array.from({ length: 40_000 }, (_, index) => `${index}`) };
  expect(bytesOf(lean, values)).toEqual(bytesOf(plain, values));
  expect(lean.Struct.deserializeBinary(bytesOf(plain, values)).toJavaScript()).toEqual(values);
});

test("maps come in any order, and are read in that of their keys", () => {
  const [b, a] = [bytesOf(plain, { b: 1 }), bytesOf(plain, { a: { d: 1, c: 2 } })];
  const read = lean.Struct.deserializeBinary(Buffer.concat([b, a])).toJavaScript();
  expect(JSON.stringify(read)).toBe('{"a":{"c":2,"d":1},"b":1}');
});

test("who looks into a message in another way finds an ordinary one, and may change it", () => {
  const values = { list: [1, null], nested: { text: "x" } };
  for (const struct of [lean.Struct.fromJavaScript(values), lean.Struct.deserializeBinary(bytesOf(plain, values))]) {
    expect(struct.toObject()).toEqual(plain.Struct.fromJavaScript(values).toObject());
    struct.getFieldsMap().set("more", lean.Value.fromJavaScript(true));
    expect(struct.toJavaScript()).toEqual({ ...values, more: true });
    expect(Buffer.from(struct.serializeBinary())).toEqual(bytesOf(plain, { ...values, more: true }));
  }
});

test("within a value, as in a trigger of a replacement", () => {
  const given = [{ a: [{ b: "c" }] }];
  const bytes = plain.Value.fromJavaScript(given).serializeBinary();
  expect(Buffer.from(lean.Value.fromJavaScript(given).serializeBinary())).toEqual(Buffer.from(bytes));
  expect(lean.Value.deserializeBinary(bytes).toJavaScript()).toEqual(given);
});

test.each([[undefined], [() => 1], [Symbol("x")]])("what no message can hold is refused: %p", (odd) => {
  const message = "Unexpected struct type.";
  expect(() => plain.Struct.fromJavaScript({ odd } as never)).toThrow(message);
  expect(() => lean.Struct.fromJavaScript({ odd } as never)).toThrow(message);
});

test("what is no struct is refused", () => {
  expect(() => lean.Struct.deserializeBinary(Buffer.from([0x0a, 2, 0x18, 1])).toJavaScript()).toThrow("Unexpected");
});

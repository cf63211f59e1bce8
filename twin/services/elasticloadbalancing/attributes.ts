// Attributes of load balancers and target groups: a map here, a list on the wire.

export type Attributes = Readonly<Record<string, string>>;

interface Attribute {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export const attributeList = (attributes: Attributes): { Key: string; Value: string }[] =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

export const mergeAttributes = (
  attributes: Attributes,
  changes: readonly Attribute[] | undefined,
): Attributes => ({
  ...attributes,
  ...Object.fromEntries((changes ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
});

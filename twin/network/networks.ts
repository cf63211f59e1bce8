// What networks are made of, as templates say it: enough to know where somebody comes from, and who is let in.

/** A subnet, a route, a security group and so on, with its properties as CloudFormation calls them. */
export interface NetworkPart {
  readonly type: string;
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Networks {
  /** Adds a part, or says anew what it is like. */
  put(part: NetworkPart): void;
  remove(id: string): void;
  find(id: string): NetworkPart | undefined;
  ofType(type: string): readonly NetworkPart[];
  /** A public address that nobody has had yet. */
  nextAddress(): string;
}

export function createNetworks(): Networks {
  const parts = new Map<string, NetworkPart>();
  let addresses = 0;
  return {
    put: (part) => void parts.set(part.id, part),
    remove: (id) => void parts.delete(id),
    find: (id) => parts.get(id),
    ofType: (type) => [...parts.values()].filter((part) => part.type === type),
    nextAddress() {
      addresses += 1;
      // A block that belongs to nobody, and is not private either.
      return `198.18.${addresses >> 8}.${addresses & 255}`;
    },
  };
}

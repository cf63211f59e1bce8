// The simplest ways to make a resource: an id that EC2 would draw, or a name.
import { text } from '../properties.ts';
import type { Made, ResourceRequest } from '../provider.ts';

export type Attributes = (
  id: string,
  request: ResourceRequest,
) => Readonly<Record<string, unknown>>;
export type Make = (request: ResourceRequest) => Made;

const HEX_LENGTH = 17;

/** `vpc-0a1b2c...`: an id that EC2 would draw. */
export const drawn =
  (prefix: string, attributes: Attributes = () => ({})): Make =>
  (request) => {
    const physicalId = `${prefix}-${request.stack.twin.ids.hex(HEX_LENGTH)}`;
    return { physicalId, attributes: attributes(physicalId, request) };
  };

/** Something that goes by a name which the template may choose. */
export const named =
  (property: string, attributes: Attributes = () => ({})): Make =>
  (request) => {
    const physicalId = text(request.properties, property) ?? request.name();
    return { physicalId, attributes: attributes(physicalId, request) };
  };

export const nameless = named('');

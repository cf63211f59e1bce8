// What an error says, as elements of XML.
import { writeXml } from '../serde.ts';
import type { ServiceModel } from '../service-model.ts';
import type { Refusal } from './protocol.ts';

export const errorElements = (service: ServiceModel, refusal: Refusal): string =>
  `<Code>${refusal.model?.queryCode ?? refusal.name}</Code>` +
  `<Message>${escapeXml(refusal.message)}</Message>${fieldElements(service, refusal)}`;

/** What the error's shape has besides its message. */
function fieldElements({ namespace }: ServiceModel, { model, fields }: Refusal): string {
  if (model === undefined || Object.keys(fields).length === 0) return '';
  const xml = writeXml({ schema: model.schema, value: fields, name: 'Fields', namespace });
  return /^<Fields[^>]*>(.*)<\/Fields>$/s.exec(xml)?.[1] ?? '';
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

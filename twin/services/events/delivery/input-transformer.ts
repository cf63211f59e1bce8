// Input transformers: variables by path, put into a template as EventBridge does it.
import { UndeliverableInput } from './failure.ts';
import { evaluatePath } from './json-path.ts';

export interface InputTransformer {
  readonly InputPathsMap?: Readonly<Record<string, string>> | undefined;
  readonly InputTemplate: string | undefined;
}

interface TransformContext {
  readonly event: Readonly<Record<string, unknown>>;
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly ingestionTime: string;
}

/** A placeholder, and whether it stands inside quotes; or text that is kept. */
type Piece = { readonly text: string } | { readonly placeholder: string; readonly quoted: boolean };

const RESERVED: ReadonlySet<string> = new Set([
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event',
  'aws.events.event.ingestion-time',
  'aws.events.event.json',
]);

/** The first placeholder that nothing defines. */
export function unknownPlaceholder(transformer: InputTransformer): string | undefined {
  const defined = transformer.InputPathsMap ?? {};
  return pieces(transformer.InputTemplate ?? '')
    .flatMap((piece) => ('placeholder' in piece ? [piece.placeholder] : []))
    .find((name) => !RESERVED.has(name) && !Object.hasOwn(defined, name));
}

/** Whether the template can become JSON, or one quoted text on each line. */
export const isValidTemplate = (template: string): boolean =>
  isDeliverable(
    pieces(template)
      .map((piece) => ('text' in piece ? piece.text : '0'))
      .join(''),
  );

export function transformInput(transformer: InputTransformer, context: TransformContext): string {
  const template = transformer.InputTemplate ?? '';
  const isText = template.trimStart().startsWith('"');
  const valueFor = variables(transformer, context);
  const filled = pieces(template).map((piece) => {
    if ('text' in piece) return piece.text;
    const value = valueFor(piece.placeholder);
    return isText ? inText(value) : inJson(value, piece.quoted);
  });
  const input = filled.join('');
  // EventBridge escapes nothing: what is no longer JSON is not delivered.
  if (!isText && !isDeliverable(input)) {
    throw new UndeliverableInput('the input template does not yield valid JSON');
  }
  return input;
}

function variables(
  { InputPathsMap = {} }: InputTransformer,
  { event, ruleArn, ruleName, ingestionTime }: TransformContext,
): (name: string) => unknown {
  const { detail: _, 'detail-type': detailType, ...envelope } = event;
  const predefined: Readonly<Record<string, unknown>> = {
    'aws.events.rule-arn': ruleArn,
    'aws.events.rule-name': ruleName,
    'aws.events.event': { ...envelope, detailType, time: ingestionTime },
    'aws.events.event.ingestion-time': ingestionTime,
    'aws.events.event.json': event,
  };
  return (name) => {
    if (RESERVED.has(name)) return predefined[name];
    const path = InputPathsMap?.[name];
    // A path that leads nowhere gives an empty text.
    return (path === undefined ? undefined : evaluatePath(path, event)) ?? '';
  };
}

/** In a text, JSON loses its quotes. */
const inText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');

const inJson = (value: unknown, quoted: boolean): string =>
  quoted && typeof value === 'string' ? value : JSON.stringify(value);

function pieces(template: string): readonly Piece[] {
  const found: Piece[] = [];
  let quoted = false;
  for (const part of template.split(/(<[^<>\s]+>)/)) {
    if (/^<[^<>\s]+>$/.test(part)) {
      found.push({ placeholder: part.slice(1, -1), quoted });
    } else {
      found.push({ text: part });
      const quotes = part.replaceAll(/\\./g, '').split('"').length - 1;
      if (quotes % 2 === 1) quoted = !quoted;
    }
  }
  return found;
}

const isDeliverable = (text: string): boolean =>
  isJson(text) || text.split('\n').every((line) => isJson(line));

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Builds spec texts: the shortest valid one, and then only the lines that matter to a test. */
interface Parts {
  /** Lines of the production environment; the first stands on line 6. */
  readonly environment?: string;
  /** Lines at the top level, after the environment. */
  readonly top?: string;
}

const shortest = `apiVersion: v1
service: cart
repository: shop/cart
environments:
  - name: production
`;

export function writeSpec({ environment = '', top = '' }: Parts = {}): string {
  return shortest + indent(environment, 4) + indent(top, 0);
}

/** A canary whose phases stand on lines 9, 10, ... */
export function writeCanary(...phases: readonly string[]): string {
  const lines = phases.map((phase) => `    - { ${phase} }`);
  return writeSpec({
    environment: ['strategy:', '  kind: canary', '  phases:', ...lines].join('\n'),
  });
}

function indent(text: string, blanks: number): string {
  if (text === '') return '';
  const lines = text.split('\n').map((line) => `${' '.repeat(blanks)}${line}\n`);
  return lines.join('');
}

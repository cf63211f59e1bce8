// An SDK client whose answers are written down beforehand: for what AWS answers only when something is lost.

export interface Call {
  readonly command: string;
  // biome-ignore lint/suspicious/noExplicitAny: the input of any command
  readonly input: any;
}

type Answer = object | Error | ((call: Call) => object);

/** By command, the answers in order; the last one is given from then on. */
export function scriptedClient<Client>(script: Readonly<Record<string, readonly Answer[]>>) {
  const calls: Call[] = [];
  const given = new Map<string, number>();
  const client = {
    async send(sent: { readonly constructor: { readonly name: string }; readonly input: object }) {
      const command = sent.constructor.name.replace(/Command$/, '');
      const call = { command, input: sent.input };
      calls.push(call);
      const answers = script[command] ?? [];
      const count = given.get(command) ?? 0;
      given.set(command, count + 1);
      const answer = answers[Math.min(count, answers.length - 1)];
      if (answer === undefined) throw new Error(`nobody expected ${command}`);
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? answer(call) : answer;
    },
  };
  const inputsOf = (command: string) =>
    calls.filter((call) => call.command === command).map(({ input }) => input);
  return { client: client as Client, inputsOf };
}

/** As the SDK throws it. */
export const failure = (name: string): Error => Object.assign(new Error(name), { name });

// What the sections of a template declare, as CloudFormation writes it.
export type Section<T> = Readonly<Record<string, T>>;

export interface ParameterDeclaration {
  readonly Type: string;
  readonly Default?: unknown;
  readonly AllowedValues?: readonly unknown[];
}

export interface ResourceDeclaration {
  readonly Type: string;
  readonly Properties?: Section<unknown>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface OutputDeclaration {
  readonly Value: unknown;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

// What the twin knows about one CloudFormation resource type.
import type { ServiceId } from '../host/call-context.ts';
import type { NameRules } from './physical-name.ts';
import type { StackHost } from './stack-host.ts';

export type Properties = Readonly<Record<string, unknown>>;

export interface ResourceProvider {
  readonly type: string;
  /** The simulated service behind the type; without it, the type is not simulated either. */
  readonly service?: ServiceId;
  /** Properties whose change makes a new resource; all others are updated in place. */
  readonly replaceOn: readonly string[];
  create(request: ResourceRequest): Promise<Made> | Made;
  /** Absent where an update changes nothing that the twin looks at. */
  update?(request: UpdateRequest): Promise<Made | undefined>;
  delete?(existing: Existing, stack: StackHost): Promise<void>;
}

/** What `Ref` and `Fn::GetAtt` give. */
export interface Made {
  readonly physicalId: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export interface ResourceRequest {
  readonly logicalId: string;
  readonly properties: Properties;
  readonly stack: StackHost;
  /** The name that CloudFormation makes where the template gives none. */
  name(rules?: NameRules): string;
}

export interface Existing {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly properties: Properties;
}

interface UpdateRequest extends ResourceRequest {
  readonly existing: Existing;
}

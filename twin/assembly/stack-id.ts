// The ARN by which CloudFormation knows a stack.
import type { Twin } from '../twin.ts';

export const newStackId = (twin: Twin, region: string, name: string): string =>
  `arn:aws:cloudformation:${region}:${twin.account}:stack/${name}/${twin.ids.uuid()}`;

// The registry: what is released, where it runs, and how to reach Spillway, as parameters that functions and people read.
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { whyNotKept } from '../../core/contract/registry-text.ts';
import {
  repositoryParameterName,
  siteParameterName,
  specParameterName,
} from '../../core/contract/site.ts';
import type { Spec } from '../../core/spec/spec.ts';
import type { IReleaseSite } from './release-site.ts';
import { type Place, siteFacts } from './site-facts.ts';

export interface ReleaseRegistryProps {
  /** The name below which everything lies in Parameter Store: `/spillway`. */
  readonly prefix: string;
}

export class ReleaseRegistry extends Construct {
  readonly prefix: string;

  constructor(scope: Construct, id: string, { prefix }: ReleaseRegistryProps) {
    super(scope, id);
    this.prefix = prefix;
  }

  addService(spec: Spec): void {
    const text = JSON.stringify(spec);
    const refusal = whyNotKept(text);
    if (refusal !== undefined) {
      throw new Error(`the spec of ${spec.service} cannot be kept in the registry: ${refusal}`);
    }
    this.write(specParameterName(this.prefix, spec.service), text);
    this.write(repositoryParameterName(this.prefix, spec.repository), spec.service);
  }

  addSite(place: Place, site: IReleaseSite): void {
    this.write(siteParameterName(this.prefix, place), JSON.stringify(siteFacts(place, site)));
  }

  /** The command line finds its way by these: `operate-url`, `table`, `release-machine`. */
  addAddress(name: string, value: string): void {
    this.write(`${this.prefix}/${name}`, value);
  }

  private write(name: string, value: string): void {
    new ssm.StringParameter(this, name.slice(1), {
      parameterName: name,
      stringValue: value,
      // A long spec needs the larger kind, which has a price; the others stay free.
      tier: ssm.ParameterTier.INTELLIGENT_TIERING,
    });
  }
}

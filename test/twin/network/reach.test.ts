// The whole way, by an app of CDK: a function asks a load balancer, and is let in or waits in vain.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../twin/account.ts';
import { deployAssembly, readAssembly } from '../../../twin/assembly/index.ts';
import { DEFAULT_REGION as region } from '../../../twin/twin.ts';

const PATIENCE_SECONDS = 5;

const ASK = `
const http = require('node:http');
exports.handler = async ({ patienceMs }) => new Promise((resolve) => {
  const timer = patienceMs && setTimeout(() => resolve('no answer'), patienceMs);
  const end = (what) => { clearTimeout(timer); resolve(what); };
  http.get(process.env.URL, ({ statusCode }) => end(statusCode)).on('error', ({ code }) => end(code));
});`;

interface Front {
  readonly internal?: boolean;
  readonly functionIn?: 'private' | 'public' | 'isolated' | 'nowhere';
  /** Whom the load balancer lets in; nobody when absent. */
  readonly admits?: (parts: {
    vpc: ec2.Vpc;
    gateway: string;
    group: ec2.ISecurityGroup;
  }) => ec2.IPeer;
  readonly port?: number;
}

const SUBNETS = {
  private: ec2.SubnetType.PRIVATE_WITH_EGRESS,
  public: ec2.SubnetType.PUBLIC,
  isolated: ec2.SubnetType.PRIVATE_ISOLATED,
};

function define(stack: Stack, { internal = false, functionIn = 'private', admits, port }: Front) {
  const address = new ec2.CfnEIP(stack, 'Address', { domain: 'vpc' });
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    natGateways: 1,
    natGatewayProvider: ec2.NatProvider.gateway({ eipAllocationIds: [address.attrAllocationId] }),
    subnetConfiguration: Object.entries(SUBNETS).map(([name, subnetType]) => ({
      name,
      subnetType,
    })),
  });
  const inVpc = vpc as ec2.IVpc;
  const balancer = new elb.ApplicationLoadBalancer(stack, 'Balancer', {
    vpc: inVpc,
    internetFacing: !internal,
  });
  const listener = balancer.addListener('Listener', {
    port: 8443,
    protocol: elb.ApplicationProtocol.HTTP,
    open: false,
    defaultAction: elb.ListenerAction.fixedResponse(204),
  });
  const group = new ec2.SecurityGroup(stack, 'Group', { vpc: inVpc });
  const peer = admits?.({ vpc, gateway: `${address.attrPublicIp}/32`, group });
  if (peer !== undefined) listener.connections.allowFrom(peer, ec2.Port.tcp(port ?? 8443));
  new lambda.Function(stack, 'Ask', {
    functionName: 'ask',
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(ASK),
    timeout: Duration.minutes(5),
    environment: { URL: `http://${balancer.loadBalancerDnsName}:8443/` },
    ...(functionIn === 'nowhere'
      ? {}
      : {
          vpc: inVpc,
          securityGroups: [group],
          allowPublicSubnet: true,
          vpcSubnets: { subnetType: SUBNETS[functionIn] },
        }),
  });
}

function assemblyOf(front: Front) {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'reach-')), analyticsReporting: false });
  define(new Stack(app, 'Reach'), front);
  app.synth();
  return readAssembly(app.outdir);
}

async function open(front: Front) {
  const { twin, iam } = createAccount();
  let deployment = await deployAssembly(twin, assemblyOf(front), { iam, region });
  // Until the listener is known to the load balancer.
  await twin.pump.run(twin.clock.now() + 120_000);
  return {
    twin,
    async update(changed: Front) {
      deployment = await deployment.update(assemblyOf(changed));
    },
    async ask(patienceMs: number | null = PATIENCE_SECONDS * 1000) {
      const Payload = Buffer.from(JSON.stringify({ patienceMs }));
      const asked = twin
        .client(LambdaClient)
        .send(new InvokeCommand({ FunctionName: 'ask', Payload }));
      const { Payload: answer } = await twin.pump.runUntil(asked);
      return JSON.parse(Buffer.from(answer ?? []).toString());
    },
  };
}

const gateway: Front['admits'] = ({ gateway }) => ec2.Peer.ipv4(gateway);
const network: Front['admits'] = ({ vpc }) => ec2.Peer.ipv4(vpc.vpcCidrBlock);
const group: Front['admits'] = ({ group }) => group;
const anybody: Front['admits'] = () => ec2.Peer.anyIpv4();

describe('a function that asks', () => {
  it.each<[string, Front, number | string]>([
    ['an internet-facing one comes through the gateway', { admits: gateway }, 204],
    ['an internet-facing one does not come from the network', { admits: network }, 'no answer'],
    ['an internet-facing one does not come as its group', { admits: group }, 'no answer'],
    ['where nobody is let in', {}, 'no answer'],
    ['at another port than the open one', { admits: anybody, port: 8444 }, 'no answer'],
    [
      'outside, comes from an address of nobody',
      { functionIn: 'nowhere', admits: gateway },
      'no answer',
    ],
    ['outside, where everybody is let in', { functionIn: 'nowhere', admits: anybody }, 204],
    ['without a way out', { functionIn: 'isolated', admits: anybody }, 'no answer'],
    ['without an address of its own', { functionIn: 'public', admits: anybody }, 'no answer'],
    ['an internal one comes from the network', { internal: true, admits: network }, 204],
    ['an internal one comes as its group', { internal: true, admits: group }, 204],
    [
      'an internal one does not come through the gateway',
      { internal: true, admits: gateway },
      'no answer',
    ],
    [
      'an internal one from outside',
      { internal: true, functionIn: 'nowhere', admits: anybody },
      'no answer',
    ],
  ])('%s', async (_what, front, answer) => {
    const { ask } = await open(front);
    expect(await ask()).toBe(answer);
  });

  it('is told at last that there is no connection', async () => {
    const { ask, twin } = await open({});
    const before = twin.clock.now();
    expect(await ask(null)).toBe('ETIMEDOUT');
    expect(twin.clock.now() - before).toBeGreaterThan(120_000);
    expect(twin.trace.records().some(({ kind }) => kind === 'unreachable')).toBe(true);
  });

  it('is let in once a template says so, and no longer when it does not', async () => {
    const { ask, update } = await open({});
    await update({ admits: gateway });
    expect(await ask()).toBe(204);
    await update({});
    expect(await ask()).toBe('no answer');
  });
});

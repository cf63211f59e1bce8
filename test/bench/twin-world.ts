/** Benchmarks of whole worlds: services with users, metrics and alarms. Each function lives through an hour, so its rate is virtual hours per second. */
import { createAccount } from '../../twin/account.ts';
import type { ServiceId } from '../../twin/host/call-context.ts';
import { playScenario } from '../../twin/scenario/play-scenario.ts';
import { readScenario } from '../../twin/scenario/read-scenario.ts';
import { DEFAULT_REGION as region, type Twin } from '../../twin/twin.ts';

const HOUR_MS = 3_600_000;
const REQUESTS_PER_SECOND = 50;
/** Tests of memory are about worlds that have lived for a while. */
const HOURS_REMEMBERED = 6;

export const hourOf1Service = () => liveAnHour(1);
export const hourOf10Services = () => liveAnHour(10);
export const hourOf100Services = () => liveAnHour(100);

export const bytesOf1ServiceAfter6Hours = () => bytesOf(1);
export const bytesOf10ServicesAfter6Hours = () => bytesOf(10);
export const bytesOf100ServicesAfter6Hours = () => bytesOf(100);

const worlds = new Map<number, Promise<Twin>>();

async function liveAnHour(serviceCount: number): Promise<void> {
  const starting = worlds.get(serviceCount) ?? startWorld(serviceCount);
  worlds.set(serviceCount, starting);
  const { clock, pump } = await starting;
  await pump.run(clock.now() + HOUR_MS);
}

async function bytesOf(serviceCount: number): Promise<number> {
  worlds.clear();
  const before = heapBytes();
  const twin = await startWorld(serviceCount);
  await twin.pump.run(twin.clock.now() + HOURS_REMEMBERED * HOUR_MS);
  const after = heapBytes();
  // The world must still be there when it is measured.
  return twin.trace.records().length > 0 ? after - before : 0;
}

function heapBytes(): number {
  if (globalThis.gc === undefined) throw new Error('memory is measured with node --expose-gc');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

async function startWorld(serviceCount: number): Promise<Twin> {
  const { twin } = createAccount({ keepTrace: 1_000 });
  const names = Array.from({ length: serviceCount }, (_, number) => `service-${number}`);
  await call(twin, 'ecs', 'CreateCluster', { clusterName: 'main' });
  for (const name of names) await addService(twin, name);
  const users = names.map((name) => ({
    name,
    listener: { loadBalancer: name, port: 80 },
    requestsPerSecond: REQUESTS_PER_SECOND,
  }));
  playScenario(readScenario(JSON.stringify({ name: 'bench', users })), twin, region);
  await twin.pump.run(twin.clock.now() + HOUR_MS / 4);
  return twin;
}

/** A service of two tasks behind a load balancer of its own, with three alarms. */
async function addService(twin: Twin, name: string): Promise<void> {
  const { LoadBalancers } = await call(twin, 'elasticloadbalancing', 'CreateLoadBalancer', {
    Name: name,
    Subnets: ['subnet-1', 'subnet-2'],
  });
  const { TargetGroups } = await call(twin, 'elasticloadbalancing', 'CreateTargetGroup', {
    Name: name,
    Protocol: 'HTTP',
    Port: 8080,
    VpcId: 'vpc-1',
    TargetType: 'ip',
  });
  const balancer = String(LoadBalancers?.[0]?.['LoadBalancerArn']);
  const targetGroupArn = String(TargetGroups?.[0]?.['TargetGroupArn']);
  await call(twin, 'elasticloadbalancing', 'CreateListener', {
    LoadBalancerArn: balancer,
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
  });
  await call(twin, 'ecs', 'RegisterTaskDefinition', {
    family: name,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      { name: 'app', image: `public.ecr.aws/${name}:1`, portMappings: [{ containerPort: 8080 }] },
    ],
  });
  await call(twin, 'ecs', 'CreateService', {
    cluster: 'main',
    serviceName: name,
    taskDefinition: name,
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 8080 }],
  });
  await addAlarms(twin, name, {
    LoadBalancer: balancer.split('loadbalancer/')[1] ?? '',
    TargetGroup: targetGroupArn.split(':').at(-1) ?? '',
  });
}

async function addAlarms(
  twin: Twin,
  name: string,
  dimensions: Readonly<Record<string, string>>,
): Promise<void> {
  const watched = [
    { MetricName: 'HTTPCode_Target_5XX_Count', Statistic: 'Sum', Threshold: 5 },
    { MetricName: 'TargetResponseTime', ExtendedStatistic: 'p95', Threshold: 1 },
    { MetricName: 'UnHealthyHostCount', Statistic: 'Maximum', Threshold: 0 },
  ];
  for (const metric of watched)
    await call(twin, 'monitoring', 'PutMetricAlarm', {
      AlarmName: `${name} ${metric.MetricName}`,
      Namespace: 'AWS/ApplicationELB',
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      ...metric,
    });
}

type Answer = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[] | undefined>>;

const call = async (
  twin: Twin,
  service: ServiceId,
  operation: string,
  input: object,
): Promise<Answer> => (await twin.call({ service, operation, input, region })) as Answer;

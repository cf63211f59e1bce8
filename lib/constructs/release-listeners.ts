// The doors of a releasable service: one for users, and one for checks, behind which only the network itself comes.
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';

export interface HttpsProps {
  /** An `acm.ICertificate` is one. */
  readonly certificate: elbv2.IListenerCertificate;
  /** The name that the certificate is for: checks ask for it, whatever the load balancer is called. */
  readonly domainName: string;
  /**
   * Which versions of TLS and which ciphers.
   *
   * @default elbv2.SslPolicy.RECOMMENDED_TLS (TLS 1.3 and 1.2)
   */
  readonly sslPolicy?: elbv2.SslPolicy;
}

interface Door {
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  readonly targetGroup: elbv2.ApplicationTargetGroup;
  readonly https: HttpsProps | undefined;
}

const HTTP_PORT = 80;
const HTTPS_PORT = 443;
export const TEST_PORT = 8443;

/** Where there is a certificate, plain requests are sent on to the encrypted door. */
export function addProductionListener({
  loadBalancer,
  targetGroup,
  https,
}: Door): elbv2.ApplicationListener {
  if (https !== undefined) loadBalancer.addRedirect();
  return loadBalancer.addListener('Production', {
    port: https === undefined ? HTTP_PORT : HTTPS_PORT,
    ...protocolOf(https),
    defaultTargetGroups: [targetGroup],
  });
}

/** Nobody but checks shall see a candidate. */
export function addTestListener(
  { loadBalancer, targetGroup, https }: Door,
  peers: readonly ec2.IPeer[],
): elbv2.ApplicationListener {
  const listener = loadBalancer.addListener('Test', {
    port: TEST_PORT,
    ...protocolOf(https),
    open: false,
    defaultTargetGroups: [targetGroup],
  });
  for (const peer of peers) listener.connections.allowDefaultPortFrom(peer, 'checks');
  return listener;
}

const protocolOf = (https: HttpsProps | undefined) =>
  https === undefined
    ? { protocol: elbv2.ApplicationProtocol.HTTP }
    : {
        protocol: elbv2.ApplicationProtocol.HTTPS,
        certificates: [https.certificate],
        sslPolicy: https.sslPolicy ?? elbv2.SslPolicy.RECOMMENDED_TLS,
      };

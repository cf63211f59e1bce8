// Types behind which nothing is simulated: they get an id and the attributes that templates ask for.
import { text } from '../properties.ts';
import type { ResourceProvider } from '../provider.ts';
import { type Attributes, drawn, type Make, named, nameless } from './make.ts';

/** Something that goes by its ARN, with an attribute of that name. */
const byArn =
  (service: string, resource: string, attribute = 'Arn'): Make =>
  ({ stack, name }) => {
    const arn = stack.arn(service, `${resource}${name()}`);
    return { physicalId: arn, attributes: { [attribute]: arn } };
  };

const ec2Arn =
  (kind: string): Attributes =>
  (id, { stack }) => ({ Arn: stack.arn('ec2', `${kind}/${id}`) });

const iamArn =
  (kind: string): Attributes =>
  (id, { stack }) => ({ Arn: `arn:aws:iam::${stack.account}:${kind}/${id}` });

const TYPES: Readonly<Record<string, Make>> = {
  'AWS::EC2::FlowLog': drawn('fl', (id) => ({ Id: id })),
  'AWS::EC2::InternetGateway': drawn('igw', (id) => ({ InternetGatewayId: id })),
  'AWS::EC2::NetworkAcl': drawn('acl', (id) => ({ Id: id })),
  'AWS::EC2::NetworkAclEntry': nameless,
  'AWS::EC2::RouteTable': drawn('rtb', (id) => ({ RouteTableId: id })),
  'AWS::EC2::SecurityGroupEgress': drawn('sgr', (id) => ({ Id: id })),
  'AWS::EC2::SubnetNetworkAclAssociation': drawn('aclassoc'),
  'AWS::EC2::VPC': drawn('vpc', (id, { properties }) => ({
    CidrBlock: properties['CidrBlock'],
    CidrBlockAssociations: [],
    DefaultNetworkAcl: `acl-${id.slice(4)}`,
    DefaultSecurityGroup: `sg-${id.slice(4)}`,
    Ipv6CidrBlocks: [],
    VpcId: id,
  })),
  'AWS::EC2::VPCEndpoint': drawn('vpce', (id) => ({ DnsEntries: [], Id: id })),
  'AWS::EC2::VPCGatewayAttachment': nameless,
  'AWS::EC2::PrefixList': drawn('pl', ec2Arn('prefix-list')),

  'AWS::S3::BucketPolicy': named('Bucket'),

  'AWS::KMS::Key': ({ stack }) => {
    const KeyId = stack.twin.ids.uuid();
    return { physicalId: KeyId, attributes: { Arn: stack.arn('kms', `key/${KeyId}`), KeyId } };
  },
  'AWS::KMS::Alias': named('AliasName'),

  'AWS::IAM::Group': named('GroupName', iamArn('group')),
  'AWS::IAM::InstanceProfile': named('InstanceProfileName', iamArn('instance-profile')),
  'AWS::IAM::OIDCProvider': ({ stack, properties }) => {
    const host = String(properties['Url'] ?? '').replace(/^https:\/\//, '');
    const Arn = `arn:aws:iam::${stack.account}:oidc-provider/${host}`;
    return { physicalId: Arn, attributes: { Arn } };
  },
  'AWS::IAM::User': named('UserName', iamArn('user')),

  'AWS::Signer::SigningProfile': ({ stack, name, properties }) => {
    const ProfileName = text(properties, 'ProfileName') ?? name().replace(/[^A-Za-z0-9_]/g, '_');
    const Arn = stack.arn('signer', `/signing-profiles/${ProfileName}`);
    return { physicalId: Arn, attributes: { Arn, ProfileName } };
  },

  'AWS::Lambda::LayerVersion': ({ stack, name }) => {
    const LayerVersionArn = stack.arn('lambda', `layer:${name({ lengthMax: 140 })}:1`);
    return { physicalId: LayerVersionArn, attributes: { LayerVersionArn } };
  },
  'AWS::Logs::Delivery': nameless,
  'AWS::Logs::DeliveryDestination': named('Name', (id, { stack }) => ({
    Arn: stack.arn('logs', `delivery-destination:${id}`),
  })),
  'AWS::Logs::DeliverySource': named('Name', (id, { stack }) => ({
    Arn: stack.arn('logs', `delivery-source:${id}`),
  })),
  'AWS::Logs::LogStream': named('LogStreamName'),
  'AWS::Logs::QueryDefinition': nameless,
  'AWS::ECS::ClusterCapacityProviderAssociations': named('Cluster'),
  'AWS::ElasticLoadBalancingV2::ListenerCertificate': nameless,
  'AWS::SecretsManager::ResourcePolicy': nameless,
  'AWS::SecretsManager::SecretTargetAttachment': named('SecretId'),
  'AWS::XRay::Group': byArn('xray', 'group/', 'GroupARN'),
  'AWS::XRay::SamplingRule': byArn('xray', 'sampling-rule/', 'RuleARN'),
  'AWS::CertificateManager::Certificate': byArn('acm', 'certificate/'),
  'AWS::Chatbot::SlackChannelConfiguration': byArn('chatbot', 'chat-configuration/slack-channel/'),
  'AWS::CodeStarNotifications::NotificationRule': byArn(
    'codestar-notifications',
    'notificationrule/',
  ),
  'AWS::Route53::RecordSet': named('Name'),
  'AWS::CDK::Metadata': nameless,
  'AWS::CloudFormation::WaitCondition': nameless,
  'AWS::CloudFormation::WaitConditionHandle': nameless,
  // What CDK does with Lambdas of its own while it deploys.
  'Custom::ECRAutoDeleteImages': nameless,
  'Custom::S3AutoDeleteObjects': nameless,
  'Custom::VpcRestrictDefaultSG': nameless,
};

export const inertProviders: readonly ResourceProvider[] = Object.entries(TYPES).map(
  ([type, create]) => ({ type, replaceOn: [], create }),
);

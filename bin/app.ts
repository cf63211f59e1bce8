// The CDK app: what `npx cdk synth` and `npx cdk deploy` read.
import { App } from 'aws-cdk-lib';
import { defineShop } from '../examples/shop/shop.ts';

const app = new App();
defineShop(app);
app.synth();

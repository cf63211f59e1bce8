// What CDK tells a function through its environment, checked once at its cold start.
import { environmentNames } from '../core/contract/environment-names.ts';

type SettingName = keyof typeof environmentNames;

/** A setting that a function needs; without it, the function does not start. */
export function setting(name: SettingName): string {
  const variable = environmentNames[name];
  const value = process.env[variable];
  if (value === undefined || value === '') throw new Error(`${variable} is not set`);
  return value;
}

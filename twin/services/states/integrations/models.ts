// The wire models of the services that tasks call. They are constants: one process reads each once.
import { readServiceModel, type ServiceModel } from '../../../gateway/service-model.ts';
import type { Pump } from '../../../kernel/pump.ts';
import type { SdkService } from './services.ts';

const models = new Map<string, Promise<ServiceModel>>();

/** Time stands still while a module is loaded. */
export function modelOf(pump: Pump, service: SdkService): Promise<ServiceModel> {
  const known = models.get(service.id);
  if (known !== undefined) return known;
  const loading = pump.during(service.load().then(readServiceModel));
  models.set(service.id, loading);
  return loading;
}

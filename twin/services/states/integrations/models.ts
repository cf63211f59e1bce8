// The wire models of the services that tasks call. They are constants: one process reads each once.
import { readServiceModel, type ServiceModel } from '../../../gateway/service-model.ts';
import type { SdkService } from './services.ts';

const models = new Map<string, Promise<ServiceModel>>();

export function modelOf(service: SdkService): Promise<ServiceModel> {
  const known = models.get(service.id);
  if (known !== undefined) return known;
  const loading = service.load().then(readServiceModel);
  models.set(service.id, loading);
  return loading;
}

// Both target groups, in order.
import type { SiteSlot } from '../../core/contract/site.ts';

export const slotsOf: readonly SiteSlot[] = ['a', 'b'];

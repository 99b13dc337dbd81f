import type { OfferingView } from '@jimu/plugin-service-broker-common';
import type { OrderForm } from './useOrderForm';
import type { ShownProblems } from './useShownProblems';

/** What every section of the form works with. */
export interface SectionProps {
  offering: OfferingView;
  form: OrderForm;
  problems: ShownProblems;
}

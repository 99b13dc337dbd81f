import type { OfferingView } from '@jimu/plugin-service-broker-common';
import { checkName } from '../../model/checkName';
import { checkParameter, Finding } from '../../model/checkParameter';
import type { OrderDraft } from '../../model/orderDraft';
import type { ParameterField } from '../../model/parameterFields';

/** What is wrong, by field path as the API names them: `name`, `tenant`, `parameters.storage`. */
export type Findings = ReadonlyMap<string, Finding>;

/** All that can be told without the server. */
export function localFindings(
  offering: OfferingView,
  fields: ParameterField[],
  draft: OrderDraft,
): Findings {
  const found = new Map<string, Finding>();
  const note = (field: string, finding: Finding | undefined) => {
    if (finding) found.set(field, finding);
  };
  if (!draft.tenant) note('tenant', { code: 'required' });
  if (!draft.environment) note('environment', { code: 'required' });
  note('name', checkName(offering.naming, draft.name));
  for (const field of fields) {
    const finding = checkParameter(field, draft.values[field.name]);
    note(`parameters.${field.name}`, finding);
  }
  return found;
}

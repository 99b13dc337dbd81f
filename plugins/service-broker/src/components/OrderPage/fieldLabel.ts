import type { Texts } from '../../hooks/useTexts';
import type { Formats } from '../../i18n/formats';
import type { ParameterField } from '../../model/parameterFields';

/** The name under which a field of the request stands on the form. */
export function fieldLabel(
  field: string,
  fields: ParameterField[],
  t: Texts,
  formats: Formats,
): string {
  switch (field) {
    case 'name':
      return t('order.name');
    case 'tenant':
      return t('order.tenant');
    case 'environment':
      return t('order.environment');
    case 'version':
      return t('order.version');
    default: {
      const parameter = fields.find(f => `parameters.${f.name}` === field);
      return parameter ? formats.text(parameter.title) : field;
    }
  }
}

import { Radio, RadioGroup, Switch, TextField } from '@backstage/ui';
import { useFormats, useDynamicTexts, useTexts } from '../../hooks/useTexts';
import type { FormValue, ParameterField } from '../../model/parameterFields';
import { Choice } from '../common/Choice';
import styles from './parameters.module.css';
import { QuantityInput } from './QuantityInput';

export interface ParameterInputProps<
  F extends ParameterField = ParameterField,
> {
  field: F;
  value: FormValue | undefined;
  onChange: (value: FormValue | undefined) => void;
  /** What is wrong, to be shown below. */
  error: string | undefined;
}

type Of<Kind> = ParameterInputProps<Extract<ParameterField, { kind: Kind }>>;

const FEW = 4;

/** Label and hint of a field: what it is, its unit, and whether it can be changed later. */
export function useFieldTexts(field: ParameterField) {
  const t = useTexts();
  const { translate } = useDynamicTexts();
  const formats = useFormats();
  const title = formats.text(field.title);
  const unit =
    'unit' in field && field.unit && field.kind !== 'quantity'
      ? translate(`unit.${field.unit}`)
      : undefined;
  const later =
    field.mutable === 'always' ? undefined : t(`order.later.${field.mutable}`);
  const description = [
    field.description && formats.text(field.description),
    later,
  ]
    .filter(Boolean)
    .join(' ');
  return {
    title,
    label: unit ? `${title} (${unit})` : title,
    description: description || undefined,
    required: field.required ? t('common.required') : undefined,
  };
}

/** The input for one parameter, by its kind. */
export function ParameterInput(props: ParameterInputProps) {
  const { field } = props;
  switch (field.kind) {
    case 'quantity':
      return <QuantityInput {...props} field={field} />;
    case 'choice':
      return field.options.length <= FEW ? (
        <FewInput {...props} field={field} />
      ) : (
        <ManyInput {...props} field={field} />
      );
    case 'boolean':
      return <BooleanInput {...props} field={field} />;
    default:
      return <TextInput {...props} field={field} />;
  }
}

function FewInput({ field, value, onChange }: Of<'choice'>) {
  const { label, description, required } = useFieldTexts(field);
  return (
    <RadioGroup
      label={label}
      description={description}
      secondaryLabel={required}
      orientation="horizontal"
      value={value === undefined ? null : String(value)}
      onChange={chosen =>
        onChange(field.options.find(option => String(option) === chosen))
      }
    >
      {field.options.map(option => (
        <Radio key={String(option)} value={String(option)}>
          {String(option)}
        </Radio>
      ))}
    </RadioGroup>
  );
}

function ManyInput({ field, value, onChange, error }: Of<'choice'>) {
  const { label, description } = useFieldTexts(field);
  return (
    <Choice
      label={label}
      description={description}
      required={field.required}
      options={field.options.map(option => ({
        id: String(option),
        label: String(option),
      }))}
      value={value === undefined ? undefined : String(value)}
      onChange={chosen =>
        onChange(field.options.find(option => String(option) === chosen))
      }
      error={error}
    />
  );
}

function BooleanInput({ field, value, onChange }: Of<'boolean'>) {
  const { label, description } = useFieldTexts(field);
  return (
    <div>
      <Switch
        label={label}
        isSelected={value === true}
        onChange={selected => onChange(selected)}
      />
      {description && <p className={styles.description}>{description}</p>}
    </div>
  );
}

function TextInput(props: Of<'text' | 'number'>) {
  const { field, value, onChange, error } = props;
  const { label, description, required } = useFieldTexts(field);
  const isNumber = field.kind === 'number';
  const change = (text: string) => {
    const number = Number(text);
    // Text that is no number is kept as it is, for the check to say so.
    const typed = text.trim() === '' || Number.isNaN(number) ? text : number;
    onChange(isNumber ? typed : text);
  };
  return (
    <TextField
      label={label}
      description={description}
      secondaryLabel={required}
      placeholder={field.kind === 'text' ? field.example : undefined}
      inputMode={isNumber ? 'numeric' : undefined}
      size="medium"
      value={value === undefined ? '' : String(value)}
      onChange={change}
      validationBehavior="aria"
      validate={() => error ?? null}
      autoComplete="off"
      spellCheck="false"
    />
  );
}

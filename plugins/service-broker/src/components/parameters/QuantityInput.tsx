import { useId, useState } from 'react';
import { Select, Slider, TextField } from '@backstage/ui';
import { useAmounts } from '../../hooks/useAmounts';
import { useFormats, useTexts } from '../../hooks/useTexts';
import type { ParameterField } from '../../model/parameterFields';
import {
  ByteUnit,
  bytesOf,
  BYTE_UNITS,
  formatQuantity,
  nearestStop,
  parseQuantity,
  sliderStops,
  unitFor,
} from '../../model/quantity';
import { ParameterInputProps, useFieldTexts } from './ParameterInput';
import styles from './parameters.module.css';

type QuantityField = Extract<ParameterField, { kind: 'quantity' }>;

interface Entry {
  text: string;
  unit: ByteUnit;
}

/** How a value is entered: a number and, for sizes, its unit. */
function entryOf(field: QuantityField, value: string): Entry {
  const amount = parseQuantity(value);
  if (amount === undefined) return { text: value, unit: 'Gi' };
  const unit = unitFor(amount);
  const shown = field.unit === 'bytes' ? amount / bytesOf(unit) : amount;
  return { text: String(Number(shown.toFixed(3))), unit };
}

/** The quantity that an entry means; text that is no number is handed on for the check to refuse. */
function quantityOf(field: QuantityField, { text, unit }: Entry): string {
  const typed = text.trim().replace(/^[.,]/, '0$&').replace(',', '.');
  // A whole quantity may be pasted as well, such as 1.5Gi or 500m.
  const suffix = /[a-zA-Z]$/.test(typed) || field.unit !== 'bytes' ? '' : unit;
  const amount = parseQuantity(`${typed}${suffix}`);
  return amount === undefined ? typed : formatQuantity(amount, field.unit);
}

/** An amount of cpu, memory or storage: a slider over round numbers, and a field for any other. */
export function QuantityInput(props: ParameterInputProps<QuantityField>) {
  const { field, onChange, error } = props;
  const value = String(props.value ?? '');
  const t = useTexts();
  const formats = useFormats();
  const amounts = useAmounts();
  const hintId = useId();
  const { title, label, description, required } = useFieldTexts(field);
  const [entry, setEntry] = useState(() => entryOf(field, value));
  // What was typed stays as typed; a value from elsewhere (slider, another plan) is shown anew.
  const shown =
    quantityOf(field, entry) === value ? entry : entryOf(field, value);

  const words = (amount: number) => {
    if (field.unit === 'bytes') return formats.bytes(amount);
    return field.unit === 'cores'
      ? amounts.cores(amount)
      : formats.number(amount);
  };
  const minimum = parseQuantity(field.minimum ?? '');
  const maximum = parseQuantity(field.maximum ?? '');
  const range =
    minimum !== undefined && maximum !== undefined
      ? { minimum: words(minimum), maximum: words(maximum) }
      : undefined;
  const stops =
    minimum !== undefined && maximum !== undefined && field.unit !== 'plain'
      ? sliderStops(field.unit, minimum, maximum, [
          parseQuantity(String(field.default ?? '')) ?? minimum,
        ])
      : [];
  const amount = parseQuantity(value);

  const enter = (part: Partial<Entry>) => {
    const next = { ...shown, ...part };
    setEntry(next);
    onChange(next.text.trim() === '' ? '' : quantityOf(field, next));
  };
  const slide = (index: number) => {
    const quantity = formatQuantity(stops[index], field.unit);
    setEntry(entryOf(field, quantity));
    onChange(quantity);
  };

  return (
    <div className={styles.quantity}>
      <div className={styles.amount}>
        <TextField
          label={
            field.unit === 'cores' ? `${label} (${t('unit.cores')})` : label
          }
          secondaryLabel={required}
          aria-describedby={hintId}
          inputMode="decimal"
          size="medium"
          value={shown.text}
          onChange={text => enter({ text })}
          validationBehavior="aria"
          validate={() => error ?? null}
          autoComplete="off"
          className={styles.number}
        />
        {field.unit === 'bytes' && (
          <div className={styles.unit}>
            <Select
              aria-label={t('unit.size', { name: title })}
              options={BYTE_UNITS.map(unit => ({
                id: unit,
                label: `${unit}B`,
              }))}
              selectedKey={shown.unit}
              onSelectionChange={key => enter({ unit: key as ByteUnit })}
              size="medium"
            />
          </div>
        )}
      </div>
      {stops.length > 2 && (
        <Slider
          aria-label={title}
          minValue={0}
          maxValue={stops.length - 1}
          value={amount === undefined ? 0 : nearestStop(stops, amount)}
          onChange={index => slide(index as number)}
          className={styles.slider}
        />
      )}
      <p id={hintId} className={styles.description}>
        {[range && t('order.range', range), description]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  );
}

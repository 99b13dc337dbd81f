import { useId } from 'react';
import { Select } from '@backstage/ui';
import { useTexts } from '../../hooks/useTexts';
import { FieldNote } from './FieldNote';

export interface ChoiceOption {
  id: string;
  label: string;
  description?: string;
  disabled?: boolean;
}

interface ChoiceProps {
  label: string;
  description?: string;
  options: ChoiceOption[];
  value: string | undefined;
  onChange: (value: string) => void;
  error?: string;
  required?: boolean;
  className?: string;
}

/** One of several, in a list that opens. */
export function Choice(props: ChoiceProps) {
  const { options, value, onChange, error, required, className } = props;
  const t = useTexts();
  const noteId = useId();
  return (
    <div className={className}>
      <Select
        label={props.label}
        description={props.description}
        secondaryLabel={required ? t('common.required') : undefined}
        placeholder={t('common.choose')}
        options={options}
        selectedKey={value ?? null}
        onSelectionChange={key => key !== null && onChange(String(key))}
        isInvalid={error !== undefined}
        aria-describedby={error ? noteId : undefined}
        size="medium"
      />
      <FieldNote id={noteId} error={error} />
    </div>
  );
}

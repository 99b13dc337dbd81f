import { useMemo, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { TextField } from '@backstage/ui';
import type { InstanceView } from '@jimu/plugin-service-broker-common';
import { serviceBrokerApiRef } from '../../api/ServiceBrokerApi';
import { useAction } from '../../hooks/useAction';
import { useDynamicTexts, useTexts } from '../../hooks/useTexts';
import { checkBindingName } from '../../model/checkName';
import { checkParameter } from '../../model/checkParameter';
import {
  chosenParameters,
  FormValues,
  initialValues,
  parameterFields,
} from '../../model/parameterFields';
import { ConfirmDialog } from '../common/ConfirmDialog';
import { FailureAlert } from '../common/FailureAlert';
import { ParameterInput } from '../parameters/ParameterInput';

interface BindDialogProps {
  view: InstanceView;
  onClose: () => void;
  onBound: () => void;
}

/** Asks for the name and the parameters of a new binding. */
export function BindDialog({ view, onClose, onBound }: BindDialogProps) {
  const t = useTexts();
  const texts = useDynamicTexts();
  const api = useApi(serviceBrokerApiRef);
  const fields = useMemo(
    // A binding is never changed but replaced, so there is no word to be said on what can be changed later.
    () =>
      parameterFields(view.bindingSchema).map(field => ({
        ...field,
        mutable: 'always' as const,
      })),
    [view.bindingSchema],
  );
  const [name, setName] = useState('');
  const [values, setValues] = useState<FormValues>(() => initialValues(fields));
  const [attempted, setAttempted] = useState(false);
  const bind = useAction(async () => {
    const parameters = chosenParameters(fields, values);
    await api.bind(view.id, { name, parameters });
    onClose();
    onBound();
  });

  const refusalAt = (path: string) =>
    bind.failure?.problems.find(problem => problem.field === path);
  const nameFinding = checkBindingName(name);
  const shownName =
    (name || attempted ? nameFinding : undefined) ?? refusalAt('name');
  const findingOf = (field: (typeof fields)[number]) =>
    checkParameter(field, values[field.name]);
  const valid = !nameFinding && fields.every(field => !findingOf(field));
  const submit = () => {
    setAttempted(true);
    if (valid) bind.run();
  };
  return (
    <ConfirmDialog
      title={t('instance.bind.title')}
      isOpen
      onClose={onClose}
      submitLabel={t('instance.bind.submit')}
      onSubmit={submit}
      pending={bind.pending}
    >
      <TextField
        label={t('instance.bind.name')}
        description={t('instance.bind.name.hint')}
        size="medium"
        value={name}
        onChange={value => {
          setName(value);
          bind.clear();
        }}
        validationBehavior="aria"
        validate={() => (shownName ? texts.full(shownName) : null)}
        autoComplete="off"
        spellCheck="false"
        // The focus enters a dialog anyway; it belongs in the one field.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
      />
      {fields.map(field => {
        const shown = findingOf(field) ?? refusalAt(`parameters.${field.name}`);
        return (
          <ParameterInput
            key={field.name}
            field={field}
            value={values[field.name]}
            onChange={value => {
              setValues(current => ({ ...current, [field.name]: value }));
              bind.clear();
            }}
            error={
              shown && (attempted || shown.code !== 'required')
                ? texts.full(shown)
                : undefined
            }
          />
        );
      })}
      {bind.failure && (
        <FailureAlert
          failure={bind.failure}
          except={field => /^(name|parameters\..+)$/.test(field ?? '')}
        />
      )}
    </ConfirmDialog>
  );
}

import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Text, TextField } from '@backstage/ui';
import type { InstanceView } from '@jimu/plugin-service-broker-common';
import { serviceBrokerApiRef } from '../../api/ServiceBrokerApi';
import { useAction } from '../../hooks/useAction';
import { useFormats, useTexts } from '../../hooks/useTexts';
import { ConfirmDialog } from '../common/ConfirmDialog';
import { FailureAlert } from '../common/FailureAlert';
import { Panel } from '../common/Panel';

interface DeletePanelProps {
  view: InstanceView;
  /** Display name. */
  environment: string;
  production: boolean;
  onDeleted: () => void;
}

/** Gives the instance back, after its name was typed. */
export function DeletePanel(props: DeletePanelProps) {
  const { view } = props;
  const t = useTexts();
  const [open, setOpen] = useState(false);
  if (view.phase === 'deleting' || view.phase === 'deleted') return null;
  const allowed = view.allowed.includes('delete');
  return (
    <Panel title={t('delete.section')} hint={t('delete.hint')}>
      {allowed ? (
        <div>
          <Button variant="secondary" destructive onPress={() => setOpen(true)}>
            {t('delete.open')}
          </Button>
        </div>
      ) : (
        <Text as="p" color="secondary">
          {t('delete.notAllowed', { tenant: view.tenant })}
        </Text>
      )}
      {open && <DeleteDialog {...props} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function DeleteDialog(props: DeletePanelProps & { onClose: () => void }) {
  const { view, environment, production, onDeleted, onClose } = props;
  const t = useTexts();
  const formats = useFormats();
  const api = useApi(serviceBrokerApiRef);
  const [typed, setTyped] = useState('');
  const remove = useAction(async () => {
    await api.deleteInstance(view.id, typed);
    onClose();
    onDeleted();
  });
  const bindings = view.bindings.filter(binding => binding.phase !== 'deleted');
  const retained = view.deletionPolicy === 'retain';
  return (
    <ConfirmDialog
      title={t('delete.title', { name: view.name })}
      isOpen
      onClose={onClose}
      submitLabel={t('delete.submit')}
      onSubmit={() => remove.run()}
      pending={remove.pending}
      destructive
      blocked={typed !== view.name}
    >
      {production && (
        <p>
          <strong>{t('delete.production')}</strong>
        </p>
      )}
      <div>
        <strong>{t('delete.goes')}</strong>
        <ul>
          <li>{t('delete.goes.instance')}</li>
          {!retained && <li>{t('delete.goes.data')}</li>}
          {bindings.length > 0 && (
            <li>
              {t('delete.goes.bindings', {
                count: bindings.length,
                names: formats.list(bindings.map(binding => binding.name)),
              })}
            </li>
          )}
        </ul>
      </div>
      <div>
        <strong>{t('delete.stays')}</strong>
        <ul>
          {retained && <li>{t('delete.stays.data', { environment })}</li>}
          <li>{t('delete.stays.record')}</li>
        </ul>
      </div>
      <TextField
        label={t('delete.type', { name: view.name })}
        value={typed}
        onChange={setTyped}
        size="medium"
        autoComplete="off"
        spellCheck="false"
        // The focus enters a dialog anyway; it belongs in the one field.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
      />
      {remove.failure && <FailureAlert failure={remove.failure} />}
    </ConfirmDialog>
  );
}

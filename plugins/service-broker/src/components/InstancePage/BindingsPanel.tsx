import { useState } from 'react';
import { Button, Text } from '@backstage/ui';
import { RiPlugLine } from '@remixicon/react';
import type { InstanceView } from '@jimu/plugin-service-broker-common';
import { useTexts } from '../../hooks/useTexts';
import { EmptyState } from '../common/EmptyState';
import { Panel } from '../common/Panel';
import { BindDialog } from './BindDialog';
import { BindingItem } from './BindingItem';
import styles from './InstancePage.module.css';

interface BindingsPanelProps {
  view: InstanceView;
  onChanged: () => void;
}

/** Who has access, and how to connect. */
export function BindingsPanel({ view, onChanged }: BindingsPanelProps) {
  const t = useTexts();
  const [creating, setCreating] = useState(false);
  const bindings = view.bindings.filter(binding => binding.phase !== 'deleted');
  const possible = view.allowed.includes('bind');
  const ready = ['ready', 'degraded', 'updating'].includes(view.phase);
  const shared = view.bindingStrategy === 'shared';
  const why = ready
    ? t('instance.bind.notAllowed', { tenant: view.tenant })
    : t('instance.bind.notNow');
  const hint =
    bindings.length > 0 &&
    t(shared ? 'instance.bindings.sharedHint' : 'instance.bindings.hint');
  const create = (
    <Button
      variant={bindings.length === 0 ? 'primary' : 'secondary'}
      isDisabled={!possible}
      onPress={() => setCreating(true)}
    >
      {t('instance.bind')}
    </Button>
  );
  if (view.phase === 'deleting' && bindings.length === 0) return null;
  return (
    <Panel
      title={t('instance.connect')}
      hint={hint}
      actions={bindings.length > 0 && create}
    >
      {bindings.length === 0 ? (
        <EmptyState
          icon={<RiPlugLine size={40} />}
          title={t('instance.bindings.empty.title')}
          hint={t(
            ready
              ? 'instance.bindings.empty.ready'
              : 'instance.bindings.empty.notReady',
          )}
          action={create}
        />
      ) : (
        <ul className={styles.bindings}>
          {bindings.map(binding => (
            <li key={binding.id}>
              <BindingItem
                view={view}
                binding={binding}
                onChanged={onChanged}
              />
            </li>
          ))}
        </ul>
      )}
      {!possible && (ready || bindings.length > 0) && (
        <Text as="p" variant="body-small" color="secondary">
          {why}
        </Text>
      )}
      {creating && (
        <BindDialog
          view={view}
          onClose={() => setCreating(false)}
          onBound={onChanged}
        />
      )}
    </Panel>
  );
}

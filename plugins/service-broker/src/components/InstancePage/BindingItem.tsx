import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Box, Button, Text } from '@backstage/ui';
import type {
  BindingSummary,
  InstanceView,
} from '@jimu/plugin-service-broker-common';
import { serviceBrokerApiRef } from '../../api/ServiceBrokerApi';
import { useAction } from '../../hooks/useAction';
import { useDynamicTexts, useTexts } from '../../hooks/useTexts';
import { ConfirmDialog } from '../common/ConfirmDialog';
import { FailureAlert } from '../common/FailureAlert';
import { PersonName } from '../common/PersonName';
import { BindingBadge } from '../common/PhaseBadge';
import { TimeAgo } from '../common/TimeAgo';
import { CredentialsPanel } from '../connection/CredentialsPanel';
import styles from './InstancePage.module.css';

interface BindingItemProps {
  view: InstanceView;
  binding: BindingSummary;
  onChanged: () => void;
}

/** One binding: its state, its credentials, and the way to take it back. */
export function BindingItem({ view, binding, onChanged }: BindingItemProps) {
  const t = useTexts();
  const texts = useDynamicTexts();
  const [removing, setRemoving] = useState(false);
  const { name, phase, problem, message } = binding;
  return (
    <Box as="article" bg="neutral" aria-label={name} className={styles.binding}>
      <div className={styles.bindingHead}>
        <div className={styles.bindingName}>
          <Text as="h3" variant="body-large" weight="bold">
            {name}
          </Text>
          <span role="status">
            <BindingBadge phase={phase} />
          </span>
        </div>
        {view.allowed.includes('unbind') && phase !== 'deleting' && (
          <Button
            variant="tertiary"
            size="small"
            aria-label={t('instance.unbindNamed', { name })}
            onPress={() => setRemoving(true)}
          >
            {t('instance.unbind')}
          </Button>
        )}
      </div>
      <Text as="p" variant="body-small" color="secondary">
        <PersonName entityRef={binding.createdBy} /> ·{' '}
        <TimeAgo time={binding.createdAt} />
      </Text>
      {(problem || message) && (
        <Text as="p" variant="body-medium">
          {problem ? texts.full(problem) : message}
        </Text>
      )}
      <CredentialsPanel view={view} binding={binding} onRevealed={onChanged} />
      {removing && (
        <UnbindDialog
          view={view}
          binding={binding}
          onChanged={onChanged}
          onClose={() => setRemoving(false)}
        />
      )}
    </Box>
  );
}

function UnbindDialog(props: BindingItemProps & { onClose: () => void }) {
  const { view, binding, onChanged, onClose } = props;
  const t = useTexts();
  const api = useApi(serviceBrokerApiRef);
  const unbind = useAction(async () => {
    await api.unbind(view.id, binding.id);
    onClose();
    onChanged();
  });
  const shared = view.bindingStrategy === 'shared';
  return (
    <ConfirmDialog
      title={t('instance.unbind.title', { name: binding.name })}
      isOpen
      onClose={onClose}
      submitLabel={t('instance.unbind.submit')}
      onSubmit={() => unbind.run()}
      pending={unbind.pending}
      destructive
    >
      <p>
        {t(
          shared ? 'instance.unbind.warningShared' : 'instance.unbind.warning',
        )}
      </p>
      {unbind.failure && <FailureAlert failure={unbind.failure} />}
    </ConfirmDialog>
  );
}

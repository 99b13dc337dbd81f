import type { FormEvent, ReactNode } from 'react';
import { Button, Dialog, DialogBody, DialogFooter } from '@backstage/ui';
import { Heading } from 'react-aria-components';
import { useTexts } from '../../hooks/useTexts';
import styles from './common.module.css';

interface ConfirmDialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  submitLabel: string;
  onSubmit: () => void;
  pending: boolean;
  destructive?: boolean;
  /** Nothing can be sent yet. */
  blocked?: boolean;
  children: ReactNode;
}

/** A question or small form over the page, with one way on and one way back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, isOpen, onClose, submitLabel, onSubmit } = props;
  const { pending, destructive, blocked, children } = props;
  const t = useTexts();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!blocked) onSubmit();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
      width={520}
    >
      <form noValidate onSubmit={submit} className={styles.dialogForm}>
        <Heading slot="title" className={styles.dialogTitle}>
          {title}
        </Heading>
        <DialogBody>
          <div className={styles.dialogBody}>{children}</div>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" onPress={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            destructive={destructive}
            isPending={pending}
            isDisabled={blocked}
          >
            {submitLabel}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

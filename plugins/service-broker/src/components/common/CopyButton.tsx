import { Button, ButtonIcon, VisuallyHidden } from '@backstage/ui';
import { RiAlertLine, RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { CopyState, useCopy } from '../../hooks/useCopy';
import { useTexts } from '../../hooks/useTexts';

interface CopyButtonProps {
  /** The text, or how to get it at the moment of copying. */
  text: string | (() => string);
  /** What is copied, for those who cannot see where the button stands. */
  name: string;
  /** Shows words instead of an icon alone. */
  label?: string;
}

const ICONS = {
  idle: <RiFileCopyLine />,
  copied: <RiCheckLine />,
  failed: <RiAlertLine />,
};

function useSpoken(state: CopyState): string {
  const t = useTexts();
  if (state === 'copied') return t('action.copied');
  return state === 'failed' ? t('action.copyFailed') : '';
}

/** Copies a text and says so. */
export function CopyButton({ text, name, label }: CopyButtonProps) {
  const t = useTexts();
  const [state, copy] = useCopy();
  const spoken = useSpoken(state);
  const onPress = () => copy(typeof text === 'function' ? text() : text);
  return (
    <>
      {label ? (
        <Button
          variant="secondary"
          size="small"
          iconStart={ICONS[state]}
          onPress={onPress}
        >
          {state === 'idle' ? label : spoken}
        </Button>
      ) : (
        <ButtonIcon
          variant="tertiary"
          size="small"
          icon={ICONS[state]}
          aria-label={t('action.copyNamed', { name })}
          onPress={onPress}
        />
      )}
      <VisuallyHidden role="status">{spoken}</VisuallyHidden>
    </>
  );
}

import { ReactNode, useId } from 'react';
import { Box, Text } from '@backstage/ui';
import styles from './common.module.css';

interface PanelProps {
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A titled section on a surface of its own. */
export function Panel({
  title,
  hint,
  actions,
  children,
  className,
}: PanelProps) {
  const id = useId();
  return (
    <Box
      as="section"
      bg="neutral"
      aria-labelledby={id}
      className={className ? `${styles.panel} ${className}` : styles.panel}
    >
      <div className={styles.panelHead}>
        <div>
          <Text as="h2" id={id} variant="body-large" weight="bold">
            {title}
          </Text>
          {hint && (
            <Text as="p" variant="body-medium" color="secondary">
              {hint}
            </Text>
          )}
        </div>
        {actions}
      </div>
      {children}
    </Box>
  );
}

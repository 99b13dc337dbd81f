import { Box, Text } from '@backstage/ui';
import { ReactNode, useId } from 'react';
import styles from './Panel.module.css';

/** A titled part of a page, on a surface of its own. */
export function Panel(props: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <Box
      as="section"
      bg="neutral"
      className={styles.panel}
      aria-labelledby={id}
    >
      <div className={styles.head}>
        <Text as="h2" id={id} variant="body-large" weight="bold">
          {props.title}
        </Text>
        {props.action}
      </div>
      {props.children}
    </Box>
  );
}

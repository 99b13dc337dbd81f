import { CopyButton } from './CopyButton';
import styles from './common.module.css';

interface MachineNameProps {
  value: string;
  /** What it is, for the copy button's label. */
  label: string;
}

/** The name of something in a machine: monospaced, breakable, with a copy button. */
export function MachineName({ value, label }: MachineNameProps) {
  return (
    <span className={styles.machineName}>
      <code>{value}</code>
      <CopyButton text={value} name={label} />
    </span>
  );
}

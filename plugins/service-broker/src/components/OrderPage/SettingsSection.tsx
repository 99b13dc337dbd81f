import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Text,
} from '@backstage/ui';
import { useState } from 'react';
import { useTexts } from '../../hooks/useTexts';
import type { ParameterField } from '../../model/parameterFields';
import { Choice } from '../common/Choice';
import { Panel } from '../common/Panel';
import { ParameterInput } from '../parameters/ParameterInput';
import styles from './OrderPage.module.css';
import type { SectionProps } from './sectionProps';

/** The plan's parameters: sizes in sight, everything else folded away. */
export function SettingsSection({ offering, form, problems }: SectionProps) {
  const t = useTexts();
  const [opened, setOpened] = useState(false);
  const main = form.fields.filter(field => !field.advanced);
  const advanced = form.fields.filter(field => field.advanced);
  const versions = offering.versions.available;
  // A problem must not hide in a folded section.
  const trouble = [
    ...advanced.map(f => `parameters.${f.name}`),
    'version',
  ].some(field => problems.textAt(field) !== undefined);
  const input = (field: ParameterField) => (
    <ParameterInput
      key={`${form.draft.plan} ${field.name}`}
      field={field}
      value={form.draft.values[field.name]}
      onChange={value => form.changeValue(field.name, value)}
      error={problems.textAt(`parameters.${field.name}`)}
    />
  );
  return (
    <Panel title={t('order.size')}>
      {main.length > 0 && (
        <div className={styles.fields}>{main.map(input)}</div>
      )}
      {(advanced.length > 0 || versions.length > 1) && (
        <Accordion
          isExpanded={opened || trouble}
          onExpandedChange={setOpened}
          className={styles.more}
        >
          <AccordionTrigger level={3} title={t('order.more')} />
          <AccordionPanel>
            <Text as="p" variant="body-small" color="secondary">
              {t('order.more.hint')}
            </Text>
            <div className={styles.fields}>
              {versions.length > 1 && (
                <Choice
                  label={t('order.version')}
                  options={versions.map(version => ({
                    id: version,
                    label: version,
                  }))}
                  value={form.draft.version}
                  onChange={version => form.change({ version })}
                  error={problems.textAt('version')}
                />
              )}
              {advanced.map(input)}
            </div>
          </AccordionPanel>
        </Accordion>
      )}
    </Panel>
  );
}

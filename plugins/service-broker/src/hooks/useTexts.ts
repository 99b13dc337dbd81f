import { useMemo, useSyncExternalStore } from 'react';
import {
  appLanguageApiRef,
  TranslationFunction,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { Problem } from '@jimu/plugin-service-broker-common';
import { Formats, formatsFor } from '../i18n/formats';
import {
  isMessageKey,
  problemText,
  remedyText,
  Translate,
} from '../i18n/problemText';
import { messages, serviceBrokerTranslationRef } from '../translation';

/** The viewer's language, followed as it changes. */
export function useLanguage(): string {
  const languageApi = useApi(appLanguageApiRef);
  return useSyncExternalStore(
    onChange => {
      const subscription = languageApi.language$().subscribe(onChange);
      return () => subscription.unsubscribe();
    },
    () => languageApi.getLanguage().language,
  );
}

/** Numbers, money, sizes and times in the viewer's language. */
export function useFormats(): Formats {
  const language = useLanguage();
  return useMemo(() => formatsFor(language), [language]);
}

/** Gives a translated text by its key. */
export type Texts = TranslationFunction<typeof messages>;

/** The translated texts. */
export function useTexts(): Texts {
  return useTranslationRef(serviceBrokerTranslationRef).t;
}

/** Texts whose keys are only known at run time: problems by their code, categories, units, steps. */
export function useDynamicTexts() {
  const t = useTexts();
  return useMemo(() => {
    const translate: Translate = (key, params = {}) =>
      isMessageKey(key)
        ? (t as (key: string, params: Record<string, string>) => string)(
            key,
            params,
          )
        : undefined;
    type ProblemLike = Partial<Problem> & Pick<Problem, 'code'>;
    return {
      translate,
      problem: (problem: ProblemLike) => problemText(problem, translate),
      remedy: (problem: ProblemLike) => remedyText(problem, translate),
      /** What is wrong and what to do, in one line. */
      full: (problem: ProblemLike) => {
        const first = problemText(problem, translate);
        const second = remedyText(problem, translate);
        return second ? t('common.sentences', { first, second }) : first;
      },
    };
  }, [t]);
}

import { ReactNode, useLayoutEffect, useRef, useState } from 'react';
import styles from './AppLayout.module.css';

/**
 * Where pages are shown. Some bring a main landmark and some do not; screen readers jump to it, so there must be exactly one.
 */
export function ContentArea({ children }: { children: ReactNode }) {
  const area = useRef<HTMLDivElement>(null);
  const [pageHasMain, setPageHasMain] = useState(false);
  useLayoutEffect(() => {
    const element = area.current!;
    const look = () => setPageHasMain(element.querySelector('main') !== null);
    look();
    const observer = new MutationObserver(look);
    observer.observe(element, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={area}
      id="content"
      className={styles.content}
      tabIndex={-1}
      role={pageHasMain ? undefined : 'main'}
    >
      {children}
    </div>
  );
}

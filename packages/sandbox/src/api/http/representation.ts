import type { IncomingMessage } from 'node:http';
import { ApiStatusError } from '../ApiStatusError';
import {
  partialMetadata,
  toTable,
  type IncludeObject,
} from '../printing/table';
import { apiVersionOf, type ResourceType } from '../registry/ResourceType';
import type { StoredObject } from '../../store';
import type { Page } from './listRequest';

type Form = 'object' | 'table' | 'metadata';

/** The form in which a client wants objects, read from Accept; throws 406 when none fits. */
export class Representation {
  constructor(readonly form: Form, private readonly include: IncludeObject) {}

  static of(request: IncomingMessage, query: URLSearchParams): Representation {
    const include = (query.get('includeObject') || 'Metadata') as IncludeObject;
    const accepted = String(request.headers.accept ?? '*/*').split(',');
    for (const entry of accepted) {
      const [type, ...parameters] = entry.split(';').map(part => part.trim());
      const values = new Map(
        parameters.map(p => p.split('=') as [string, string]),
      );
      const isJson =
        /^(application\/json|application\/\*|\*\/\*|text\/plain|)$/.test(type);
      if (!isJson) continue;
      const as = values.get('as');
      if (!as) return new Representation('object', include);
      if (values.get('g') !== 'meta.k8s.io' || values.get('v') !== 'v1')
        continue;
      if (as === 'Table') return new Representation('table', include);
      if (
        as === 'PartialObjectMetadata' ||
        as === 'PartialObjectMetadataList'
      ) {
        return new Representation('metadata', include);
      }
    }
    throw new ApiStatusError(
      406,
      'NotAcceptable',
      'only the following media types are accepted: application/json',
    );
  }

  one(type: ResourceType, stored: StoredObject): string {
    switch (this.form) {
      case 'table':
        return JSON.stringify(
          toTable(
            type,
            [stored.object],
            { resourceVersion: stored.object.metadata.resourceVersion },
            this.include,
            { now: Date.now() },
          ),
        );
      case 'metadata':
        return JSON.stringify(partialMetadata(stored.object));
      default:
        return stored.text;
    }
  }

  list(type: ResourceType, page: Page): string {
    const metadata = {
      resourceVersion: page.resourceVersion,
      ...(page.continue ? { continue: page.continue } : {}),
      ...(page.remainingItemCount !== undefined
        ? { remainingItemCount: page.remainingItemCount }
        : {}),
    };
    if (this.form === 'table') {
      return JSON.stringify(
        toTable(
          type,
          page.items.map(({ object }) => object),
          metadata,
          this.include,
          { now: Date.now() },
        ),
      );
    }
    const isMetadata = this.form === 'metadata';
    const head = JSON.stringify({
      kind: isMetadata ? 'PartialObjectMetadataList' : type.listKind,
      apiVersion: isMetadata ? 'meta.k8s.io/v1' : apiVersionOf(type),
      metadata,
    });
    const items = page.items.map(stored => this.one(type, stored)).join(',');
    return `${head.slice(0, -1)},"items":[${items}]}`;
  }
}

import { ApiStatusError } from '../ApiStatusError';
import type { DiscoveryDocuments } from '../discovery/discoveryDocuments';
import type { OpenApiDocuments } from '../discovery/OpenApiDocuments';
import { sendJson, sendText, type Exchange } from './exchange';

/** The release of Kubernetes that the sandbox behaves like. */
export const serverVersion = {
  major: '1',
  minor: '32',
  gitVersion: 'v1.32.4+jimu.sandbox',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2025-04-22T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: 'node/sandbox',
};

const aggregatedType = /application\/json;.*g=apidiscovery\.k8s\.io.*/;
const aggregatedAnswer =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

function wantsAggregated({ request }: Exchange): boolean {
  return String(request.headers.accept ?? '')
    .split(',')
    .some(type => aggregatedType.test(type) && /\bv=v2\b(?!beta)/.test(type));
}

function sendFound(exchange: Exchange, document: unknown): void {
  if (document === undefined) throw ApiStatusError.pathNotFound();
  sendJson(exchange, 200, document);
}

function sendOpenApi(exchange: Exchange, text: string | undefined): void {
  if (text === undefined) throw ApiStatusError.pathNotFound();
  sendText(exchange, 200, text);
}

const swaggerProtobuf =
  /^application\/com\.github\.proto-openapi\.spec\.v2[.@]v1\.0\+protobuf$/;
const swaggerProtobufAnswer =
  'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** The first of the client's types that is served decides. */
function sendSwagger(exchange: Exchange, openApi: OpenApiDocuments): void {
  const types = String(exchange.request.headers.accept ?? '*/*')
    .split(',')
    .map(type => type.split(';')[0].trim());
  for (const type of types) {
    if (swaggerProtobuf.test(type)) {
      sendText(exchange, 200, openApi.swaggerProtobuf(), swaggerProtobufAnswer);
      return;
    }
    if (['application/json', 'application/*', '*/*'].includes(type)) {
      sendOpenApi(exchange, openApi.swagger());
      return;
    }
  }
  throw new ApiStatusError(
    406,
    'NotAcceptable',
    `only the following media types are accepted: application/json, ${swaggerProtobufAnswer}`,
  );
}

/** Everything that is not about objects: health, version, discovery, OpenAPI. */
export function serveOther(
  exchange: Exchange,
  discovery: DiscoveryDocuments,
  openApi: OpenApiDocuments,
): void {
  if (exchange.method !== 'GET' && exchange.method !== 'HEAD') {
    throw ApiStatusError.methodNotAllowed();
  }
  const path = exchange.path.replace(/\/$/, '') || '/';
  switch (path) {
    case '/healthz':
    case '/livez':
    case '/readyz':
      sendText(exchange, 200, 'ok', 'text/plain; charset=utf-8');
      return;
    case '/version':
      sendJson(exchange, 200, serverVersion);
      return;
    case '/api':
    case '/apis': {
      if (wantsAggregated(exchange)) {
        sendText(
          exchange,
          200,
          JSON.stringify(discovery.aggregated(path === '/api')),
          aggregatedAnswer,
        );
      } else {
        sendJson(
          exchange,
          200,
          path === '/api' ? discovery.legacyVersions() : discovery.groups(),
        );
      }
      return;
    }
    case '/':
      sendJson(exchange, 200, {
        paths: [
          '/api',
          '/apis',
          '/healthz',
          '/livez',
          '/openapi/v2',
          '/openapi/v3',
          '/readyz',
          '/version',
        ],
      });
      return;
    case '/openapi/v2':
      sendSwagger(exchange, openApi);
      return;
    case '/openapi/v3':
      sendOpenApi(exchange, openApi.index());
      return;
    default:
  }
  const segments = path.slice(1).split('/');
  if (segments[0] === 'openapi' && segments[1] === 'v3') {
    sendOpenApi(exchange, openApi.document(segments.slice(2).join('/')));
  } else if (segments[0] === 'api' && segments.length === 2) {
    sendFound(exchange, discovery.resources('', segments[1]));
  } else if (segments[0] === 'apis' && segments.length === 2) {
    sendFound(exchange, discovery.group(segments[1]));
  } else if (segments[0] === 'apis' && segments.length === 3) {
    sendFound(exchange, discovery.resources(segments[1], segments[2]));
  } else {
    throw ApiStatusError.pathNotFound();
  }
}
